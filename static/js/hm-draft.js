/**
 * Keeps what is typed into a form through a reload, Back or a lost connection.
 *
 *   <hm-draft owner="7"><template>… <button data-fresh>…</button></template><form id="sheet">…</form></hm-draft>
 *   <hm-draft saved="<id>"></hm-draft>   on the page after saving: forgets the draft that was sent under this id
 *
 * The draft lies in this tab's own storage, under its owner and the page's address. To restore it, it is posted to the
 * form's own address with an action that only arranges, so that the server draws the rows; its id comes back with it,
 * and saving once more what was saved already stays one session. Without scripts nothing is kept, and all else works.
 */
const PREFIX = "draft:";
const SENT = "draft-sent";
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "action", "new_exercise"]);

class Draft extends HTMLElement {
  connectedCallback() {
    if (this.hasAttribute("saved")) {
      this.#forget(this.getAttribute("saved"));
      return;
    }
    this.key = `${PREFIX}${this.getAttribute("owner")}:${location.pathname}${location.search}`;
    for (const change of ["input", "change", "htmx:afterSettle"]) {
      this.addEventListener(change, () => this.#keep());
    }
    this.addEventListener("submit", (event) => {
      if (event.submitter?.value === "save") this.#keep({ sent: true });
    });
    const draft = sessionStorage.getItem(this.key);
    if (draft && !this.hasAttribute("posted")) this.#restore(new URLSearchParams(draft));
  }

  get #form() {
    return this.querySelector("form");
  }

  #keep({ sent = false } = {}) {
    const kept = new URLSearchParams(sent ? { [SENT]: "1" } : {});
    for (const [name, value] of new FormData(this.#form)) {
      if (!NOT_KEPT.has(name)) kept.append(name, value);
    }
    sessionStorage.setItem(this.key, kept.toString());
  }

  async #restore(draft) {
    draft.delete(SENT);
    const { csrfmiddlewaretoken } = this.#form.elements;
    const values = { ...Object.fromEntries(draft), csrfmiddlewaretoken: csrfmiddlewaretoken.value, action: "restore" };
    const url = this.#form.getAttribute("action");
    await window.htmx.ajax("POST", url, { source: this, target: "#sheet", select: "#sheet", swap: "outerHTML", values });
    this.prepend(this.querySelector("template").content.cloneNode(true));
    this.querySelector("[data-fresh]").addEventListener("click", () => {
      sessionStorage.removeItem(this.key);
      location.reload();
    });
  }

  #forget(id) {
    for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith(PREFIX))) {
      const draft = new URLSearchParams(sessionStorage.getItem(key));
      if (draft.has(SENT) && draft.get("id") === id) sessionStorage.removeItem(key);
    }
  }
}

customElements.define("hm-draft", Draft);
