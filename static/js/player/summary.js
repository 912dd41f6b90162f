/** The end of a session: what was done, how it felt, and whether all of it has reached the site. */
import { fill } from "./stage.js";

const number = (form, name) => {
  const value = new FormData(form).get(name);
  return value === null ? null : Number(value);
};

export class Summary {
  constructor(root, texts) {
    this.root = root;
    this.texts = texts;
    this.form = root.querySelector("form");
  }

  /** Show what became of each exercise; `slept` says what the clock counted while nobody could see it. */
  show(queue, slept) {
    const away = this.root.querySelector("[data-away]");
    away.textContent = slept;
    away.hidden = !slept;
    const done = queue.filter((item) => item.status === "done").length;
    const skipped = queue.filter((item) => item.status !== "done").length;
    const counts = [fill(this.texts.doneSets, { done, count: queue.length })];
    if (skipped) counts.push(fill(this.texts.skippedSets, { count: skipped }));
    this.root.querySelector("[data-count]").textContent = counts.join(" · ");
    const exercises = [...new Set(queue.map((item) => item.exercise))];
    this.root.querySelector("[data-results]").replaceChildren(
      ...exercises.map((exercise) => this.#line(exercise, queue.filter((item) => item.exercise === exercise))),
    );
  }

  #line(exercise, items) {
    const line = document.createElement("li");
    line.className = "row between";
    const name = document.createElement("strong");
    name.textContent = exercise.name;
    const what = document.createElement("span");
    what.className = "small";
    const done = items.filter((item) => item.status === "done").length;
    const pains = items.map((item) => item.pain).filter((pain) => pain !== null);
    const words = [fill(this.texts.doneSets, { done, count: items.length })];
    if (pains.length) words.push(fill(this.texts.painIs, { pain: Math.max(...pains) }));
    if (exercise.records.length) words.push(fill(this.texts.record, { what: exercise.records.join(", ") }));
    what.textContent = words.join(" · ");
    line.append(name, what);
    return line;
  }

  /** Put back what was typed before the page was loaded again. */
  fill(form) {
    for (const [name, value] of Object.entries(form ?? {})) this.form.elements[name].value = value;
  }

  get typed() {
    return Object.fromEntries(new FormData(this.form));
  }

  get values() {
    const notes = new FormData(this.form).get("notes").trim();
    return { pain_after: number(this.form, "pain_after"), effort: number(this.form, "effort"), notes };
  }

  /** Say what waits, what was refused, or that all of it is safe. */
  tell({ waiting, rejected, failed }) {
    let text = waiting ? fill(this.texts.waiting, { count: waiting }) : this.texts.allSafe;
    if (rejected) text = fill(this.texts.refused, { count: rejected });
    if (failed) text = this.texts.notStored;
    const place = this.root.querySelector("[data-kept]");
    place.textContent = text;
    // What is sent at once need not be told.
    place.className = rejected || failed ? "note" : waiting ? "note player-late" : "note note-ok";
  }

  /** Say why the session is not at the site yet, and what to do. It is safe here: there is nothing to save again. */
  stay(result) {
    const place = this.root.querySelector("[data-kept]");
    if (result === "signed-out") {
      place.textContent = this.texts.signedOut;
      place.className = "note";
    }
    const signIn = this.root.querySelector("[data-sign-in]");
    signIn.search = new URLSearchParams({ next: location.pathname + location.search });
    signIn.hidden = result !== "signed-out";
    this.root.querySelector("[data-to-today]").hidden = false;
    for (const name of ["save", "undo"]) this.root.querySelector(`[data-${name}]`).hidden = true;
    scrollTo(0, 0);
  }
}
