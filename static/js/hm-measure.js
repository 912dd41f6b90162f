/**
 * <hm-measure guided="internal-rotation/seated …"> in the typed form of a measurement: offers to read it by phone.
 *
 * It is offered where the form says "phone" and the screening has nothing against the motion in that position. What
 * leads through it comes with the tap on its button. Without scripts or a sensor, the form is filled in by hand.
 */
class Measure extends HTMLElement {
  #guide = null; // promise of what leads through it

  connectedCallback() {
    this.form = this.closest("form");
    this.querySelector("[data-open]").addEventListener("click", () => this.#open());
    this.form.addEventListener("change", ({ target }) => {
      if (target.name === "position") this.#unfold(target.value);
      this.#offer();
    });
    // A draft or the browser may have put back what was chosen and typed, without saying so.
    addEventListener("pageshow", () => this.#refresh());
    this.#refresh();
  }

  /** Say why it goes on by typing. */
  tell(name) {
    const place = this.querySelector("[data-why]");
    const texts = this.querySelector("template[data-texts]").content;
    place.textContent = texts.querySelector(`[data-text=${name}]`).textContent;
    place.hidden = false;
  }

  #refresh() {
    for (const more of this.form.querySelectorAll("[data-more]")) more.hidden &&= !more.querySelector("input").value;
    this.#offer();
  }

  #offer() {
    const { motion, position, instrument } = this.form.elements;
    this.form.dataset.motion = motion.value; // for the drawings
    const isGuided = this.getAttribute("guided").split(" ").includes(`${motion.value}/${position.value}`);
    this.querySelector("[data-offer]").hidden = !isGuided || instrument.value !== "phone";
  }

  /** Show how to sit or lie in the position that was chosen. */
  #unfold(position) {
    for (const one of this.form.querySelectorAll("details[data-position]")) {
      one.open = one.dataset.position === position;
    }
  }

  async #open() {
    this.querySelector("[data-why]").hidden = true;
    this.#guide ??= import("./measure/guide.js").then(({ Guide }) => new Guide(this));
    try {
      (await this.#guide).open();
    } catch (error) {
      this.#guide = null;
      this.tell("failed");
      throw error;
    }
  }
}

customElements.define("hm-measure", Measure);
