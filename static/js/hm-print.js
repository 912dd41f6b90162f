/** <hm-print hidden><button>…</button></hm-print>: prints the page. Without it the browser's own menu does. */
class Print extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener("click", (event) => event.target.closest("button") && window.print());
  }
}

customElements.define("hm-print", Print);
