/** The readings in the typed form: what is there, what is still to be taken, and what is written in. */
const TRIALS = 3;
const MOST_SPREAD = 10; // degrees; above it the form asks for one more

export const SIDES = ["left", "right"];

export class Readings {
  constructor(form) {
    this.form = form;
  }

  /** A reading as a number, null where there is none or where nobody can read it. */
  value(name) {
    const text = this.form.elements[name].value.replace("°", "").replace(",", ".").trim();
    return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
  }

  names(side) {
    return Array.from({ length: TRIALS + 1 }, (_, index) => `${side}_${index + 1}`);
  }

  /** How far apart the first three of a side are; 0 while they are not all there. */
  spread(side) {
    const values = this.names(side).slice(0, TRIALS).map((name) => this.value(name));
    return values.includes(null) ? 0 : Math.max(...values) - Math.min(...values);
  }

  /** The names of those that are still to be taken, the one more included. */
  missing(side) {
    const names = this.names(side);
    const first = names.slice(0, TRIALS).filter((name) => this.value(name) === null);
    return this.spread(side) > MOST_SPREAD && this.value(names[TRIALS]) === null ? [names[TRIALS]] : first;
  }

  /** Those to be shown: three, and one more where it is there or asked for. */
  shown(side) {
    const names = this.names(side);
    const isMore = this.value(names[TRIALS]) !== null || this.spread(side) > MOST_SPREAD;
    return isMore ? names : names.slice(0, TRIALS);
  }

  get pain() {
    return this.form.elements.pain.value.trim();
  }

  /** Write a reading down; returns it as it is kept. */
  put(name, degrees) {
    this.type(name, String(Number(degrees.toFixed(1))));
    const more = this.form.querySelector(`[data-more=${name.split("_")[0]}]`);
    if (more && name.endsWith(`_${TRIALS + 1}`)) more.hidden = false;
    return this.value(name);
  }

  /** Write into a field as somebody who types: the draft of the form is kept with it. */
  type(name, text) {
    const field = this.form.elements[name];
    field.value = text;
    for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
  }
}
