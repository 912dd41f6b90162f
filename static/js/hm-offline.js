/**
 * Tells what waits for a connection, keeps the pages of training on the device, and sees to it that signing out leaves
 * neither a page behind nor a logged set.
 *
 *   <hm-offline user="7" answers="12" sync="/sessions/sync/" worker="/sw.js"> its texts, each hidden </hm-offline>
 *
 * Today has `keeps-pages`: what it leads to is kept. Without scripts nothing is.
 */
const OUTBOX = "hm-outbox";
const HINT = "hm-install";
const PATIENCE_MS = 3000;
const ROUTINES = 2; // the one that is due, and the next

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether this browser ever kept something: without that, no outbox needs to be opened. */
async function hasOutbox() {
  const databases = (await indexedDB.databases?.()) ?? [{ name: OUTBOX }];
  return databases.some((one) => one.name === OUTBOX);
}

/** Today itself, the players that it leads to, the exercises of the first routines on it, and an empty log. */
function pagesToKeep() {
  const routines = [...document.querySelectorAll("main [data-routine]")].slice(0, ROUTINES);
  const links = [
    ...document.querySelectorAll('main a[href*="/play/"]'),
    ...routines.flatMap((one) => [...one.querySelectorAll('a[href^="/exercises/"]')]),
    ...document.querySelectorAll('main a[href="/sessions/new/"]'),
  ];
  return [...new Set([location.pathname, ...links.map((one) => one.getAttribute("href"))])];
}

class Offline extends HTMLElement {
  #outbox = null;
  #prompt = null;

  async connectedCallback() {
    this.user = this.getAttribute("user");
    document.addEventListener("submit", (event) => this.#signOut(event));
    for (const change of ["online", "offline"]) addEventListener(change, () => this.#showConnection());
    this.#showConnection();
    this.#offerInstallation();
    this.addEventListener("click", (event) => this.#press(event));
    if (await hasOutbox()) await this.openOutbox();
    await this.#startWorker();
  }

  #part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  #show(name, isShown = true) {
    this.#part(name).hidden = !isShown;
  }

  #showConnection() {
    this.#show("offline", !navigator.onLine);
  }

  /** Open this person's outbox, and show from now on what waits in it. */
  async openOutbox() {
    const { openOutbox } = await import("./outbox.js");
    const outbox = await openOutbox({ user: this.user, syncUrl: this.getAttribute("sync") });
    if (!this.#outbox) {
      this.#outbox = outbox;
      outbox.addEventListener("change", () => this.#showCounts());
      await this.#showCounts();
    }
    return outbox;
  }

  async #showCounts() {
    const { waiting, rejected } = await this.#outbox.counts();
    this.#show("waiting", waiting > 0);
    this.#part("waiting").querySelector("[data-count]").textContent = waiting;
    this.#show("rejected", rejected > 0);
    if (rejected) this.#list(await this.#outbox.rejected());
  }

  #list(items) {
    const list = this.#part("rejected").querySelector("ul");
    const template = this.#part("rejected").querySelector("template");
    list.replaceChildren(
      ...items.map(({ id, errors, item }) => {
        const row = template.content.cloneNode(true);
        const texts = Array.isArray(errors) ? errors : Object.values(errors ?? {}).flat();
        row.querySelector("[data-what]").textContent = item.exercise ?? item.started_at;
        row.querySelector("[data-errors]").textContent = texts.join(" ");
        row.querySelector("button").dataset.discard = id;
        return row;
      }),
    );
  }

  async #press({ target }) {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.discard) await this.#outbox.discard(button.dataset.discard);
    if (button.dataset.do === "again") await this.#outbox.flush();
    if (button.dataset.do === "save") await this.#download();
    if (button.dataset.do === "install") await this.#prompt?.prompt();
    if (button.dataset.do === "install" || button.dataset.do === "no-hint") {
      localStorage.setItem(HINT, "no");
      this.#show("install", false);
      this.#show("install-ios", false);
    }
    if (button.dataset.do === "stay") this.#show("leaving", false);
    if (button.dataset.do === "leave") await this.#leave(this.leaving, true);
  }

  async #download() {
    const text = JSON.stringify(await this.#outbox.rejected(), null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "hip-mobility-unsent.json";
    link.click();
    URL.revokeObjectURL(link.href);
  }

  #offerInstallation() {
    if (!this.hasAttribute("keeps-pages") || localStorage.getItem(HINT)) return;
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.#prompt = event;
      this.#show("install");
    });
    const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent);
    if (isApple && navigator.standalone === false) this.#show("install-ios");
  }

  async #startWorker() {
    if (!("serviceWorker" in navigator)) return;
    if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve));
    await navigator.serviceWorker.register(this.getAttribute("worker"));
    const answers = this.getAttribute("answers");
    await this.#tell({ user: this.user, answers, paths: this.hasAttribute("keeps-pages") ? pagesToKeep() : null });
  }

  /** Send the worker a message, and wait until it has done what it says. */
  async #tell(message) {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const done = new Promise((resolve) => (port1.onmessage = resolve));
    active.postMessage(message, [port2]);
    await done;
    this.toggleAttribute("ready", true);
  }

  #signOut(event) {
    const form = event.target;
    // Not `form.action`: a button that is named so would stand in its place.
    if (!form.getAttribute("action")?.endsWith("/accounts/logout/")) return;
    event.preventDefault();
    this.leaving = form;
    if (navigator.onLine) this.#leave(form, false);
    else this.#show("no-sign-out");
  }

  async #leave(form, isSure) {
    const waits = await this.#flushed();
    if (waits && !isSure) {
      this.#show("leaving");
      this.#part("leaving").querySelector("button").focus();
      return;
    }
    // The server has the browser clear everything, unless something on this device still has to be sent.
    if ((await this.#anythingKept()) || waits) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "waits", value: "1" }));
    }
    sessionStorage.clear();
    if (navigator.serviceWorker?.controller) await Promise.race([this.#tell({ signingOut: true }), wait(PATIENCE_MS)]);
    form.submit();
  }

  /** Send what waits, and say whether something still does. */
  async #flushed() {
    if (!this.#outbox) return false;
    await Promise.race([this.#outbox.flush(), wait(PATIENCE_MS)]);
    const { waiting, rejected } = await this.#outbox.counts();
    return waiting + rejected > 0;
  }

  async #anythingKept() {
    if (!(await hasOutbox())) return false;
    const { forgetPlaces, isEmpty } = await import("./outbox.js");
    await forgetPlaces(this.user);
    return !(await isEmpty());
  }
}

customElements.define("hm-offline", Offline);
