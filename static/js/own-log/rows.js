/**
 * The rows of a log that is written down without a connection: drawn from the page's own <template>s, under the names
 * that the form's rows have, so that the form can be sent as it stands once there is a connection.
 */
import { newId } from "../player/record.js";

const NAME = /^sets-\d+-/;
const SIDES = ["left", "right", "both"];
const USUAL = ["reps", "seconds"];

export class Rows {
  constructor(root) {
    this.root = root;
    root.addEventListener("click", (event) => this.#press(event));
  }

  get form() {
    return this.root.querySelector("form");
  }

  /** Every set on the page, in order. */
  get all() {
    return [...this.form.querySelectorAll(".sheet-set[role=group]")];
  }

  part(name) {
    return this.root.querySelector(`template[data-own="${name}"]`).content;
  }

  draw(name) {
    return this.part(name).firstElementChild.cloneNode(true);
  }

  /** Add an exercise with an empty row for each side. */
  add(slug) {
    const block = this.#block(slug, USUAL);
    for (const side of SIDES) this.#row(block, { side });
    this.count();
    block.querySelector("[data-field]:not([hidden], span)").focus();
  }

  /** Draw all rows anew, as a draft holds them. */
  restore(draft) {
    const total = Math.min(Number(draft.get("sets-TOTAL_FORMS")) || 0, 500);
    this.clear();
    let block = null;
    for (let index = 0; index < total; index += 1) {
      const value = (name) => draft.get(`sets-${index}-${name}`);
      const slug = value("exercise");
      if (!slug) continue;
      if (block?.dataset.exercise !== slug) {
        const indexes = [];
        for (let one = index; one < total && draft.get(`sets-${one}-exercise`) === slug; one += 1) indexes.push(one);
        const fields = [...this.part("row").querySelectorAll("[data-field]")].map((one) => one.dataset.field);
        block = this.#block(slug, fields.filter((field) => indexes.some((one) => draft.has(`sets-${one}-${field}`))));
      }
      this.#row(block, { side: value("side"), id: value("id"), isDone: draft.has(`sets-${index}-done`) });
    }
    this.count();
  }

  clear() {
    for (const block of this.form.querySelectorAll(".sheet-block")) block.remove();
    this.count();
  }

  /** The rows that count: without those of the device's own in which nothing was typed, unless nothing else is there. */
  get filled() {
    const isTyped = (row) => [...row.querySelectorAll("input.field")].some((field) => field.value.trim());
    const filled = this.all.filter((row) => !row.matches("[data-own-row]") || isTyped(row));
    return filled.length ? filled : this.all;
  }

  /** Take away the rows that do not count. */
  dropEmpty() {
    const { filled } = this;
    for (const row of this.all) if (!filled.includes(row)) this.#remove(row);
    this.count();
  }

  field(row, name) {
    return row.querySelector(`[name$="-${name}"]`);
  }

  freshIds() {
    for (const row of this.all) this.field(row, "id").value = newId();
  }

  /** Number the rows, and tell the form how many there are. */
  count() {
    const nth = {};
    for (const [index, row] of this.all.entries()) {
      for (const field of row.querySelectorAll("[name]")) field.name = field.name.replace(NAME, `sets-${index}-`);
      row.id = `sets-${index}`;
      const errors = row.querySelector(".errorlist");
      if (errors) this.#refer(row, errors, `sets-${index}-errors`);
      if (!row.matches("[data-own-row]")) continue;
      const block = row.closest("[data-own-block]");
      const place = `${block.id}/${this.field(row, "side").value}`;
      nth[place] = (nth[place] ?? 0) + 1;
      row.ariaLabel = row.dataset.ownLabel.replace("{name}", block.dataset.name).replace("{number}", nth[place]);
    }
    this.form.elements["sets-TOTAL_FORMS"].value = this.all.length;
    this.root.dispatchEvent(new Event("change"));
  }

  #refer(row, errors, id) {
    const before = errors.id;
    errors.id = id;
    for (const one of [row, ...row.querySelectorAll(`[aria-describedby="${before}"]`)]) one.setAttribute("aria-describedby", id);
  }

  #block(slug, fields) {
    const block = this.draw("block");
    const name = this.#nameOf(slug);
    block.id = `own-${newId()}`;
    Object.assign(block.dataset, { exercise: slug, name, fields: fields.join(" ") });
    const heading = block.querySelector("h2");
    Object.assign(heading, { textContent: name, id: `${block.id}-title` });
    block.setAttribute("aria-labelledby", heading.id);
    for (const label of block.querySelectorAll("[data-own-label]")) {
      label.textContent = label.dataset.ownLabel.replace("{name}", name);
    }
    this.#shape(block.querySelector(".sheet-labels"), fields);
    this.form.querySelector(".sheet-add").before(block);
    return block;
  }

  #row(block, { side, id = newId(), isDone = true }) {
    const row = this.draw("row");
    this.field(row, "id").value = id;
    this.field(row, "exercise").value = block.dataset.exercise;
    this.field(row, "side").value = side;
    const done = this.field(row, "done");
    done.checked = isDone;
    // What was left out before has the tick in place of the button; all else that stands here was done.
    if (isDone) done.hidden = true;
    else row.querySelector("[data-own-do]").remove();
    this.#shape(row, block.dataset.fields.split(" ").filter(Boolean));
    block.querySelector('[data-own-do="add-set"]').before(row);
    return row;
  }

  #shape(row, fields) {
    row.classList.add(`cols-${fields.length}`);
    for (const cell of row.querySelectorAll("[data-field]")) if (!fields.includes(cell.dataset.field)) cell.remove();
  }

  #nameOf(slug) {
    const option = [...this.form.elements.new_exercise.options].find((one) => one.value === slug);
    return option?.text ?? slug;
  }

  #press({ target }) {
    const button = target.closest("[data-own-do]");
    if (!button) return;
    const block = button.closest("[data-own-block]");
    if (button.dataset.ownDo === "add-set") {
      const last = [...block.querySelectorAll("[data-own-row]")].at(-1);
      const row = this.#row(block, { side: this.field(last, "side").value });
      row.querySelector("input.field").focus();
    } else {
      if (button.dataset.ownDo === "remove-block") block.remove();
      else this.#remove(button.closest("[data-own-row]"));
      this.form.elements.new_exercise.focus();
    }
    this.count();
  }

  #remove(row) {
    const block = row.closest("[data-own-block]");
    row.remove();
    if (!block.querySelector("[data-own-row]")) block.remove();
  }
}
