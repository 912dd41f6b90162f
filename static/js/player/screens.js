import { fill } from "./stage.js";

/** The panels over the running session. It pauses while one is open, and goes on where it ran before. */
export class Panels {
  item = null; // what the open panel is about
  #wasPaused = false;

  /** `pause` says whether it was paused before; `leaveOut` is what a dismissed choice after much pain comes to. */
  constructor(root, { texts, pause, resume, leaveOut, closed }) {
    Object.assign(this, { root, texts, pause, resume, leaveOut, closed });
    for (const panel of root.querySelectorAll("dialog")) {
      panel.addEventListener("close", () => this.#closed(panel));
      // A browser may insist on closing all the same: see `#closed`.
      panel.addEventListener("cancel", (event) => (panel.dataset.must ?? panel.dataset.stopped) && event.preventDefault());
    }
  }

  get isOpen() {
    return this.root.querySelector("dialog[open]") !== null;
  }

  at(name) {
    return this.root.querySelector(`[data-panel=${name}]`);
  }

  open(name) {
    if (this.isOpen) return;
    this.#wasPaused = this.pause();
    this.at(name).showModal();
  }

  /** Close the open panel; with `isOver` the session does not simply go on where it was. */
  close({ isOver = false } = {}) {
    const panel = this.root.querySelector("dialog[open]");
    if (!panel) return;
    panel.isOver = isOver;
    panel.close();
  }

  #closed(panel) {
    const { isOver } = panel;
    panel.isOver = false;
    this.closed();
    if (isOver) return;
    if (panel.dataset.must) panel.showModal();
    else if (panel.dataset.stopped) this.leaveOut();
    else if (!this.#wasPaused) this.resume();
  }

  openPain(item, setWords) {
    this.item = item;
    this.at("pain").querySelector("[data-pain-of]").textContent = fill(this.texts.painOf, {
      name: item.exercise.name,
      set: setWords,
    });
    this.open("pain");
  }

  /** Offer what may stand in; after much pain only what is easier, and no way around a choice. */
  openSwap(item, pain) {
    this.item = item;
    const panel = this.at("swap");
    const standIns = (item.exercise.standIns ?? []).filter((one) => pain === null || one.isEasier);
    const why = pain === null ? [item.exercise.name] : [fill(this.texts.stopped, { pain })];
    if (!standIns.length) why.push(pain === null ? this.texts.noOther : this.texts.noStandIn);
    panel.querySelector("[data-swap-why]").textContent = why.join(" ");
    panel.querySelector("[data-choices]").replaceChildren(...standIns.map((one) => this.#choice(one)));
    panel.querySelector("[data-swap-close]").hidden = pain !== null;
    panel.dataset.stopped = pain ?? "";
    this.open("swap");
  }

  #choice(standIn) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-main btn-wide";
    button.dataset.choose = standIn.slug;
    button.textContent = fill(standIn.isEasier ? this.texts.easier : this.texts.instead, standIn);
    const box = document.createElement("div");
    const words = document.createElement("p");
    words.className = "small";
    words.textContent = [standIn.dose, ...standIn.kit, ...standIn.changes].join(" · ");
    box.append(button, words);
    return box;
  }
}

/** The end of a session: what was done, how it felt, and whether all of it has reached the site. */
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
