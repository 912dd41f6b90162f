/**
 * Keeps what is typed into a form through a reload, Back or a lost connection.
 *
 *   <hm-draft owner="7"><template data-note="…">…</template>…<form id="sheet">…</form></hm-draft>
 *   <hm-draft saved="<id>"></hm-draft>   on the page after saving: the draft that was sent under this id is done with
 *
 * The draft lies in this tab's own storage, under its owner and the page's address. Where its rows are not those of the
 * page, it is restored by posting it to the form's own address with an action that only arranges, so that the server
 * draws them. Its id comes back with it, and saving once more what was saved already stays one session. A saved draft is
 * restored by Back alone, for the same reason: the form stays the form of that session. Without scripts nothing is kept,
 * and all else works.
 *
 * Where the page brings along what it takes (`<template data-own>`), a session can be written down without a connection:
 * `hm-own-log`, which comes only then, draws the rows and keeps the session on the device.
 */
import { loadHtmx } from "./hm-htmx.js";

const PREFIX = "draft:";
const STATE = "draft-state"; // "sent" while it is not known to be saved, then "saved"
const BROKEN = new Set([502, 503, 504]);
const PATIENCE_MS = 5000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "action", "new_exercise"]);

const read = (key) => new URLSearchParams(sessionStorage.getItem(key) ?? "");
const cameBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";

/** Whether the site answers, whatever it says. */
async function isReached() {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const url = document.querySelector("hm-offline").getAttribute("sync");
  const call = { method: "HEAD", signal, cache: "no-store" };
  const answer = navigator.onLine && (await fetch(url, call).catch(() => null));
  await answer?.text?.(); // to its end, so that leaving the page breaks nothing off
  return Boolean(answer) && answer.status < 500;
}

class Draft extends HTMLElement {
  #isBusy = false;
  #isSaving = false;
  #isRestored = false;
  #restoring = null; // the draft whose rows are not there yet
  #own = null; // promise of the log without a connection

  connectedCallback() {
    if (this.hasAttribute("saved")) {
      this.#markSaved(this.getAttribute("saved"));
      return;
    }
    this.key = `${PREFIX}${this.getAttribute("owner")}:${location.pathname}${location.search}`;
    for (const change of ["input", "change", "htmx:afterSettle"]) {
      this.addEventListener(change, () => this.#keep());
    }
    for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
      this.addEventListener(failure, (event) => this.#fail(event.detail));
    }
    this.addEventListener("click", (event) => this.#press(event), { capture: true });
    this.addEventListener("submit", (event) => this.#submit(event));
    addEventListener("offline", () => this.#workOffline());
    const draft = read(this.key);
    const wasSent = draft.get(STATE) === "sent";
    if (draft.get(STATE) === "saved" && !cameBack()) {
      sessionStorage.removeItem(this.key);
    } else if (draft.size && !this.hasAttribute("posted")) {
      this.#restore(draft);
    }
    if (!navigator.onLine || wasSent) this.#workOffline({ isKeptCopy: !navigator.onLine });
  }

  /** Bring what writes a session down without a connection; null where this form cannot, or it does not come. */
  #workOffline({ isKeptCopy = false } = {}) {
    if (!this.querySelector('template[data-own="block"]')) return Promise.resolve(null);
    this.#own ??= import("./hm-own-log.js").then(
      ({ OwnLog }) => new OwnLog(this, { isKeptCopy, isRestored: this.#isRestored }),
      () => (this.#own = null),
    );
    return this.#own;
  }

  async #fail({ elt, xhr }) {
    const isCutOff = !xhr?.status || BROKEN.has(xhr.status);
    const own = isCutOff && (await this.#workOffline());
    if (own && this.#restoring) this.#restoreHere(own);
    else if (own && elt.value === "add-exercise") own.add();
    else this.#say("failed");
  }

  /** Add an exercise without asking for it, where nobody would answer. */
  async #press(event) {
    if (navigator.onLine || event.target.closest("button")?.value !== "add-exercise") return;
    event.preventDefault();
    event.stopPropagation();
    const own = await this.#workOffline();
    if (own) own.add();
    else this.#say("failed");
  }

  /** Save as without scripts; or on the device, where the site cannot be reached, whatever the browser thinks. */
  async #submit(event) {
    if (event.submitter?.value !== "save") return;
    if (!this.querySelector('template[data-own="block"]')) {
      this.#keep("sent");
      return;
    }
    event.preventDefault();
    if (this.#isSaving) return;
    this.#isSaving = true;
    try {
      const isHere = !(await isReached());
      const own = await (isHere ? this.#workOffline() : this.#own);
      if (isHere && own) await this.#saveHere(own);
      else this.#send(own);
    } finally {
      this.#isSaving = false;
    }
  }

  async #saveHere(own) {
    if (await own.save()) sessionStorage.removeItem(this.key);
    else this.#keep();
  }

  #send(own) {
    own?.rows.dropEmpty();
    this.#keep("sent");
    this.#form.submit();
  }

  get #form() {
    return this.querySelector("form");
  }

  #keep(state = "") {
    // While a draft waits to be restored, the form holds less than the draft does.
    if (this.#isBusy) return;
    const kept = new URLSearchParams(state ? { [STATE]: state } : {});
    for (const [name, value] of new FormData(this.#form)) {
      if (!NOT_KEPT.has(name)) kept.append(name, value);
    }
    sessionStorage.setItem(this.key, kept.toString());
  }

  /** Bring a draft back: at once where the rows are the same, else by asking the server to draw them. */
  async #restore(draft) {
    draft.delete(STATE);
    this.#isRestored = true;
    if (this.#hasRowsOf(draft)) {
      this.#fill(draft);
      this.#say("restored");
      return;
    }
    this.#isBusy = true;
    this.#restoring = draft;
    // Should the form be saved before its rows are here, then as the session that it belongs to.
    this.#form.elements.id.value = draft.get("id");
    const own = !navigator.onLine && (await this.#workOffline());
    if (own) {
      this.#restoreHere(own);
      return;
    }
    const values = { ...Object.fromEntries(draft), action: "restore" };
    values.csrfmiddlewaretoken = this.#form.elements.csrfmiddlewaretoken.value;
    const url = this.#form.getAttribute("action");
    await loadHtmx();
    await window.htmx.ajax("POST", url, { source: this, target: "#sheet", select: "#sheet", swap: "outerHTML", values });
    if (!this.#restoring || this.#form.elements.id.value !== draft.get("id")) return;
    this.#restoring = null;
    this.#isBusy = false;
    this.#say("restored");
  }

  #restoreHere(own) {
    const draft = this.#restoring;
    own.rows.restore(draft);
    this.#fill(draft);
    this.#restoring = null;
    this.#isBusy = false;
    this.#say("restored");
  }

  #hasRowsOf(draft) {
    const shape = (fields) => [...fields].filter(([name]) => /-exercise$|-TOTAL_FORMS$/.test(name)).join();
    const isWhole = [...draft.keys()].every((name) => this.#form.elements[name]);
    return isWhole && shape(new FormData(this.#form)) === shape(draft);
  }

  #fill(draft) {
    for (const field of this.#form.elements) {
      if (!field.name || NOT_KEPT.has(field.name)) continue;
      if (field.type === "checkbox") field.checked = draft.has(field.name);
      else if (draft.has(field.name)) field.value = draft.get(field.name);
    }
  }

  /** Show one of the notes that the page brought along, in place of an earlier one. */
  #say(name) {
    this.querySelector("[data-said]")?.remove();
    const note = this.querySelector(`template[data-note="${name}"]`).content.firstElementChild.cloneNode(true);
    note.dataset.said = "";
    note.querySelector("[data-fresh]")?.addEventListener("click", () => {
      sessionStorage.removeItem(this.key);
      location.reload();
    });
    note.querySelector("[data-again]")?.addEventListener("click", () => {
      if (this.#isBusy) location.reload();
      else note.remove();
    });
    this.prepend(note);
    note.scrollIntoView({ block: "nearest" });
  }

  #markSaved(id) {
    import("./own-log/used.js").then(({ markUsed }) => markUsed(id), () => {});
    for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith(PREFIX))) {
      const draft = read(key);
      if (draft.get(STATE) !== "sent" || draft.get("id") !== id) continue;
      draft.set(STATE, "saved");
      sessionStorage.setItem(key, draft.toString());
    }
  }
}

customElements.define("hm-draft", Draft);
