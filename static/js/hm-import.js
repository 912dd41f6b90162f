/**
 * <hm-import> around the form that takes an import's next step: takes one step after the other by itself, and shows
 * how far it is. Where a step fails, the button stays to go on by hand.
 */
class Import extends HTMLElement {
  connectedCallback() {
    this.#goOn();
  }

  async #goOn() {
    const button = this.querySelector("button");
    if (button) button.hidden = true;
    let form = this.querySelector("form");
    while (form && this.isConnected) {
      const page = await this.#step(form).catch(() => null);
      if (!page) break;
      const next = page.querySelector("hm-import form");
      if (!next) {
        document.title = page.title;
        document.querySelector("#import")?.replaceWith(page.querySelector("#import"));
        return;
      }
      this.querySelector("progress").value = next.querySelector("progress").value;
      this.querySelector('[role="status"]').textContent = next.querySelector('[role="status"]').textContent;
    }
    if (button) button.hidden = false;
  }

  /** Take one step and return the page that it leads to; null where there is none. */
  async #step(form) {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const text = await response.text();
    if (!response.ok || new URL(response.url).pathname !== new URL(form.action).pathname) return null;
    return new DOMParser().parseFromString(text, "text/html");
  }
}

customElements.define("hm-import", Import);
