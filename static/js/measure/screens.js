/** What the guided measurement shows: the dial while a leg is measured, and all readings at the end. */
import { SIDES } from "./readings.js";

const MOST_PAIN = 5; // clinical facts §5

/** Put a text in its place, and touch the page only where it differs. */
export function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

export const whole = (degrees) => `${Math.round(degrees)}`.replace("-", "−");
const inDegrees = (value) => (value === null ? "–" : `${value}°`.replace("-", "−"));

/** The side as its letter, coloured; the words beside it say the same. */
export function showSide(letter, side, text) {
  letter.hidden = !side;
  letter.className = `side side-${side === "left" ? "l" : "r"}`;
  put(letter, side ? text(`letter-${side}`) : "");
}

export class Dial {
  constructor(root) {
    this.root = root;
  }

  #at(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  say(text) {
    put(this.#at("say"), text);
  }

  /** Show a number, and the leg turned by so many degrees clockwise. */
  show(text, turn = 0) {
    put(this.#at("now"), text);
    this.#at("needle").setAttribute("transform", `rotate(${turn.toFixed(1)} 120 20)`);
  }

  /** Show the readings of this leg, which of them comes now, and whether the last may be taken again. */
  slots(values, current, canRedo) {
    const slots = values.map((value, index) => {
      const slot = document.createElement("li");
      slot.textContent = inDegrees(value);
      if (index === current) slot.setAttribute("aria-current", "step");
      return slot;
    });
    this.#at("slots").replaceChildren(...slots);
    this.#at("act=redo").disabled = !canRedo;
  }
}

export class Summary {
  /** `text` gives the words of the page. */
  constructor(root, readings, text) {
    Object.assign(this, { root, readings, text });
  }

  show() {
    this.root.querySelector("[data-results]").replaceChildren(...SIDES.map((side) => this.#line(side)));
    this.showPain();
  }

  showPain() {
    const { pain } = this.readings;
    for (const one of this.root.querySelectorAll("[data-pain]")) one.ariaPressed = String(one.dataset.pain === pain);
    const isMuch = Number(pain) > MOST_PAIN;
    const note = this.root.querySelector("[data-much]");
    note.hidden = !isMuch;
    put(note, isMuch ? this.text("much-pain") : "");
  }

  #line(side) {
    const line = document.createElement("div");
    line.className = "measuring-result";
    const letter = document.createElement("span");
    showSide(letter, side, this.text);
    letter.ariaHidden = "true";
    line.append(letter, ...this.readings.shown(side).map((name) => this.#button(side, name)));
    return line;
  }

  #button(side, name) {
    const value = this.readings.value(name);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.dataset.redo = name;
    button.textContent = inDegrees(value);
    const values = { name: `${this.text(side)} ${name.split("_")[1]}`, degrees: inDegrees(value) };
    button.ariaLabel = this.text(value === null ? "take" : "again", values);
    return button;
  }
}
