/**
 * <hm-menu> around a <details>: closes it on Escape, on a click elsewhere and when the focus leaves.
 * Without it the menu opens and closes by its summary alone.
 */
class Menu extends HTMLElement {
  #away = (event) => {
    if (!this.contains(event.target)) this.#close();
  };

  #key = (event) => {
    if (event.key !== "Escape" || !this.#details?.open) return;
    const inside = this.contains(document.activeElement);
    this.#close();
    if (inside) this.querySelector("summary")?.focus();
  };

  get #details() {
    return this.querySelector("details");
  }

  connectedCallback() {
    document.addEventListener("click", this.#away);
    document.addEventListener("focusin", this.#away);
    document.addEventListener("keydown", this.#key);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#away);
    document.removeEventListener("focusin", this.#away);
    document.removeEventListener("keydown", this.#key);
  }

  #close() {
    const details = this.#details;
    if (details) details.open = false;
  }
}

customElements.define("hm-menu", Menu);
