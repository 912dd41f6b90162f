/**
 * Leaves nothing of a deleted account on the device.
 *
 *   <hm-farewell user="7"><form>…</form></hm-farewell>   around the form that deletes
 *   <hm-farewell></hm-farewell>                          on the page that follows
 *
 * The server has the browser clear everything. Only where somebody else's sets wait on this device does the storage stay
 * (`waits`); then what lies there under the deleted person's key is removed one by one, once the account is gone and not
 * before: the form may still be refused. Without scripts nothing was kept.
 */
const KEY = "farewell";
const OUTBOX = "hm-outbox";
const PATIENCE_MS = 3000;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function hasOutbox() {
  const databases = (await indexedDB.databases?.()) ?? [{ name: OUTBOX }];
  return databases.some((one) => one.name === OUTBOX);
}

/** Have the worker delete the pages that it kept. */
async function dropPages() {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const done = new Promise((resolve) => (port1.onmessage = resolve));
  active.postMessage({ signingOut: true }, [port2]);
  await done;
}

class Farewell extends HTMLElement {
  async connectedCallback() {
    if (!this.hasAttribute("user")) {
      await this.#forget();
      return;
    }
    sessionStorage.removeItem(KEY);
    this.addEventListener("submit", (event) => this.#leave(event));
  }

  async #leave(event) {
    event.preventDefault();
    const form = event.target;
    const user = this.getAttribute("user");
    if ((await hasOutbox()) && (await import("./outbox.js").then(({ keepsOfOthers }) => keepsOfOthers(user)))) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "waits", value: "1" }));
    }
    sessionStorage.setItem(KEY, user);
    if (navigator.serviceWorker?.controller) await Promise.race([dropPages(), wait(PATIENCE_MS)]);
    form.submit();
  }

  async #forget() {
    const user = sessionStorage.getItem(KEY);
    if (!user) return;
    sessionStorage.clear();
    if (await hasOutbox()) await import("./outbox.js").then(({ clearUser }) => clearUser(user));
    this.toggleAttribute("done", true);
  }
}

customElements.define("hm-farewell", Farewell);
