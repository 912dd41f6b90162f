/** The panels over the running session. It pauses while one is open, and goes on where it ran before. */
import { fill } from "./stage.js";

export class Panels {
  item = null; // what the open panel is about
  #wasPaused = false;

  /** `pause` says whether it was paused before; `leaveOut` is what a dismissed choice after much pain comes to. */
  constructor(root, { texts, pause, resume, leaveOut, closed }) {
    Object.assign(this, { root, texts, pause, resume, leaveOut, closed });
    for (const panel of root.querySelectorAll("dialog")) panel.addEventListener("close", () => this.#closed(panel));
    // A browser may insist on closing all the same: see `#closed`.
    for (const name of ["swap", "elsewhere"]) {
      this.at(name).addEventListener("cancel", (event) => this.#mustChoose(event.target) && event.preventDefault());
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

  #mustChoose(panel) {
    return panel.dataset.panel === "elsewhere" || Boolean(panel.dataset.stopped);
  }

  #closed(panel) {
    const { isOver } = panel;
    panel.isOver = false;
    this.closed();
    if (isOver) return;
    if (panel.dataset.panel === "elsewhere") panel.showModal();
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
