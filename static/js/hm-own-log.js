/**
 * Writes a session down without a connection: exercises are added on the page itself, and saving keeps the session in
 * the outbox, from where it is sent by itself. `hm-draft` brings this when there is no connection, and not before.
 *
 * The session and its sets keep the ids of the form: where a save did reach the site and only its answer was lost, what
 * is sent later is the same session. Whatever is wrong is said beside its field, and nothing that was typed goes.
 */
import { newId } from "./player/record.js";
import { amount, metresOf, secondsOf, start, wallText, whole } from "./own-log/reading.js";
import { Rows } from "./own-log/rows.js";
import { isUsed, markUsed } from "./own-log/used.js";

const PAINS = ["pain_before", "pain_after"];
const STOP_ABOVE = 5;
const MOST_SETS = 120;
const AMOUNTS = ["reps", "minutes", "seconds", "distance_m", "reach_cm"];
const WHOLE = new Set(["reps", "seconds", "pain"]);

export class OwnLog {
  #isBusy = false;

  /**
   * With `isKeptCopy` the page came from the device: its id may have been another session's, its start is long ago.
   * With `isRestored` a draft brought its own id with it.
   */
  constructor(draft, { isKeptCopy, isRestored }) {
    this.draft = draft;
    this.rows = new Rows(draft);
    this.most = this.rows.root.querySelector('template[data-own="texts"]').dataset;
    if (!isRestored && (isKeptCopy || isUsed(this.form.elements.id.value))) this.#begin();
  }

  get form() {
    return this.rows.form;
  }

  /** Become the form of a new session that begins now. */
  #begin() {
    this.form.elements.id.value = newId();
    this.rows.freshIds();
    this.form.elements.started_at.value = wallText(Date.now(), this.most.zone);
  }

  add() {
    this.rows.add(this.form.elements.new_exercise.value);
  }

  /** Keep the session on the device, and say true; or show what is wrong. */
  async save() {
    if (this.#isBusy) return false;
    this.#isBusy = true;
    try {
      return await this.#save();
    } finally {
      this.#isBusy = false;
    }
  }

  async #save() {
    this.#forgetErrors();
    const sets = this.rows.filled.map((row, index) => this.#setOf(row, index));
    const session = this.#session();
    const problems = this.#problemsOf(sets);
    if (problems.length || this.form.querySelector("[data-own-error]")) {
      this.#alert(problems);
      return false;
    }
    try {
      const outbox = await document.querySelector("hm-offline").openOutbox();
      for (const set of sets) await outbox.saveSet(session, set);
      await outbox.saveSession(session);
    } catch {
      this.#alert([this.#text("full")]);
      return false;
    }
    markUsed(session.id);
    const pains = [session.pain_before, session.pain_after, ...sets.map((one) => one.pain)];
    this.#finish(Math.max(...pains.map(Number)));
    return true;
  }

  /** Show that it is kept, and an empty form for another session. */
  #finish(pain) {
    const { elements } = this.form;
    for (const name of [...PAINS, "effort", "notes", "routine", "prescription"]) elements[name].value = "";
    this.rows.clear();
    for (const old of this.form.querySelectorAll(":scope > .note, :scope > .alert")) old.remove();
    this.form.querySelector(".lead").textContent = this.#text("lead");
    this.#begin();
    const said = this.rows.draw("kept");
    const notes = pain > STOP_ABOVE ? [said, this.rows.draw("painful")] : [said];
    for (const note of notes) note.dataset.said = "";
    for (const old of this.draft.querySelectorAll("[data-said]")) old.remove();
    this.draft.prepend(...notes);
    said.focus();
  }

  #session() {
    const { elements } = this.form;
    const started = start(elements.started_at.value, this.most.zone);
    this.#mark(elements.started_at, started);
    const numbers = {};
    for (const name of [...PAINS, "effort"]) {
      const read = whole(elements[name].value, 10);
      this.#mark(elements[name], read);
      numbers[name] = read.value ?? null;
    }
    const notes = elements.notes.value.trim();
    if ([...notes].length > 10_000) this.#mark(elements.notes, { error: "notes" });
    const now = Math.max(Date.now(), Date.parse(started.value) || 0);
    return {
      id: elements.id.value,
      routine: elements.routine.value || null,
      prescription: elements.prescription.value,
      started_at: started.value,
      finished_at: new Date(now).toISOString(),
      written: true,
      notes,
      ...numbers,
    };
  }

  #setOf(row, index) {
    const values = {};
    for (const name of [...AMOUNTS, "load_kg", "pain"]) {
      const field = this.rows.field(row, name);
      const most = name === "pain" ? 10 : Number(this.most[`most${name[0].toUpperCase()}${name.slice(1)}`]);
      const read = field ? (WHOLE.has(name) ? whole : amount)(field.value, most) : { value: null };
      if (field) this.#mark(field, read, row);
      values[name] = read.error ? Number.NaN : read.value;
    }
    const isDone = this.rows.field(row, "done").checked;
    if (isDone && AMOUNTS.every((name) => values[name] === null)) {
      const isOwn = this.rows.field(row, "done").hidden;
      this.#mark(row.querySelector("input.field"), { error: isOwn ? "own-amount" : "amount" }, row);
    }
    let { seconds, distance_m: distance } = values;
    if (values.minutes !== null) seconds = secondsOf(values.minutes) + (seconds ?? 0);
    if (seconds > Number(this.most.mostSeconds)) this.#mark(this.rows.field(row, "minutes"), { error: "human" }, row);
    if (values.reach_cm !== null) distance = metresOf(values.reach_cm);
    return {
      id: this.rows.field(row, "id").value,
      exercise: this.rows.field(row, "exercise").value,
      position: index + 1,
      side: this.rows.field(row, "side").value,
      reps: values.reps,
      seconds,
      distance_m: distance,
      load_kg: values.load_kg,
      pain: values.pain,
      skipped: !isDone,
      completed_at: new Date().toISOString(),
    };
  }

  /** What is wrong with the session as a whole. */
  #problemsOf(sets) {
    if (isUsed(this.form.elements.id.value)) return [this.#text("saved")];
    if (!sets.length) return [this.#text("none")];
    if (sets.length > MOST_SETS) return [this.#text("sets")];
    return sets.every((one) => one.skipped) ? [this.#text("untrained")] : [];
  }

  #text(name, number = "") {
    return this.rows.part("texts").querySelector(`[data-text="${name}"]`).textContent.replace("{number}", number);
  }

  /** Say beside a field what is wrong with it; in a row of the sheet, at its end. */
  #mark(field, { error, number }, row = null) {
    if (!error) return;
    const text = this.#text(error, number);
    const place = row ?? field.parentElement;
    const id = `${row ? row.id : field.id}-errors`;
    let list = place.querySelector("[data-own-error]");
    if (!list) {
      list = Object.assign(document.createElement("ul"), { id, className: row ? "errorlist sheet-errors" : "errorlist" });
      list.dataset.ownError = "";
      place.append(list);
    }
    if (![...list.children].some((one) => one.textContent === text)) {
      list.append(Object.assign(document.createElement("li"), { textContent: text }));
    }
    field.setAttribute("aria-invalid", "true");
    for (const one of row ? [row, field] : [field]) one.setAttribute("aria-describedby", list.id);
  }

  #forgetErrors() {
    for (const old of this.form.querySelectorAll(".alert, .errorlist, .invalid-feedback")) old.remove();
    for (const field of this.form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
      field.classList.remove("is-invalid");
    }
    for (const row of this.rows.all) row.removeAttribute("aria-describedby");
  }

  #alert(problems) {
    const alert = this.rows.draw("alert");
    if (problems.length) {
      alert.replaceChildren(...problems.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    }
    this.form.firstElementChild.after(alert);
    (this.form.querySelector('[aria-invalid="true"]') ?? alert).focus();
  }
}
