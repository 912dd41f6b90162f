/**
 * Brings htmx with the first touch of a page that it enhances, so that a page is light until somebody works on it.
 *
 *   <hm-htmx src="/static/…/htmx.js"></hm-htmx>
 *
 * A form that is sent before htmx has come waits for it. Where it does not come, the form is sent as without scripts.
 */
const TOUCHES = ["pointerover", "pointerdown", "focusin", "keydown"];

let loading = null;

export function loadHtmx() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("hm-htmx").getAttribute("src");
    script.onload = resolve;
    script.onerror = () => {
      loading = null;
      script.remove();
      reject(new Error("htmx did not come"));
    };
    document.head.append(script);
  });
  return loading;
}

class LazyHtmx extends HTMLElement {
  #isLost = false;
  #touched = () => loadHtmx().catch(() => {});

  connectedCallback() {
    for (const touch of TOUCHES) document.addEventListener(touch, this.#touched, { once: true, passive: true });
    document.addEventListener("submit", this.#hold, { capture: true });
  }

  #hold = async (event) => {
    const { target: form, submitter } = event;
    const isPart = submitter?.hasAttribute("hx-post");
    if (window.htmx || this.#isLost || !(isPart || form.hasAttribute("hx-get"))) return;
    event.preventDefault();
    await loadHtmx().catch(() => (this.#isLost = true));
    if (isPart) submitter.click();
    else form.requestSubmit(submitter);
  };
}

customElements.define("hm-htmx", LazyHtmx);
