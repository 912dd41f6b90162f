/** Shows the running session: what to do, on which side, how long still, and where in the session one is. */
import { cuesOf } from "./clock.js";

const KIND_WORDS = { prepare: "getReady", change: "changeSides", rest: "rest" };

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");

const clockFace = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** Put a text in its place, and touch the page only where it differs. */
function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = text === "";
}

/** Whether the half-way cue has just been given: what can be heard is shown as well. */
function isHalfWay(clock, now) {
  const { ms } = clock.phase;
  const since = clock.gone(now) - ms / 2;
  return since >= 0 && since < 2_000 && cuesOf(clock.phase, clock.item).some((cue) => cue.name === "half");
}

export class Stage {
  #shown = null;

  constructor(player, texts) {
    this.root = player.querySelector("[data-screen=stage]");
    this.live = player.querySelector("[data-live]");
    this.texts = texts;
  }

  /** Tell who cannot see: once for each phase, never for each second. */
  announce(text) {
    this.live.textContent = text;
  }

  setWords(item) {
    return [this.sideOf(item), this.setOf(item)].filter(Boolean).join(", ");
  }

  #at(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  say(name, values = {}) {
    return fill(this.texts[name], values);
  }

  /** The side in words: "left side", or "to the left" where the dose goes each way; "" for both legs at once. */
  sideOf(item) {
    if (item.side === "both") return "";
    const side = item.side === "left" ? "Left" : "Right";
    return this.texts[(item.exercise.isWay ? "way" : "side") + side];
  }

  setOf(item) {
    return item.count > 1 ? this.say("setOf", item) : "";
  }

  /** What a voice says when a phase begins, and what is announced to who cannot see. */
  spoken({ kind, index }, queue) {
    const item = queue[index];
    const before = queue[index - 1];
    if (kind === "work") return [this.#doing(item), this.sideOf(item), item.spoken].filter(Boolean).join(". ");
    if (kind === "prepare") {
      const kit = before?.exercise === item.exercise ? "" : this.#kit(item);
      return [item.exercise.name, this.sideOf(item), kit].filter(Boolean).join(". ");
    }
    const next = kind === "rest" ? this.say("nextSet", item) : this.sideOf(item);
    return [this.texts[KIND_WORDS[kind]], next].filter(Boolean).join(". ");
  }

  #doing(item) {
    return this.texts[item.reps ? "move" : "hold"];
  }

  #kit(item) {
    return item.exercise.kit.length ? this.say("kit", { kit: item.exercise.kit.join(", ") }) : "";
  }

  /** Show the clock as it stands: all that changes from second to second. */
  tick(clock, now) {
    if (!clock.phase) return;
    const { phase, item } = clock;
    const left = Math.ceil(clock.left(now) / 1000);
    const isMoving = phase.kind === "work" && item.reps;
    const rep = isMoving ? Math.min(item.reps, Math.floor((clock.gone(now) / phase.ms) * item.reps) + 1) : 0;
    put(this.#at("time"), isMoving ? String(rep) : clockFace(left));
    const word = isMoving ? this.say("ofReps", { count: item.reps }) : this.texts[KIND_WORDS[phase.kind] ?? "hold"];
    put(this.#at("kind-word"), clock.isPaused ? this.texts.paused : isHalfWay(clock, now) ? this.texts.halfWay : word);
    this.root.toggleAttribute("data-last", left <= 3);
    this.#at("ring").setAttribute("stroke-dashoffset", (1 - clock.left(now) / phase.ms).toFixed(4));
    const minutes = Math.ceil(clock.leftInAll(now) / 60_000);
    put(this.#at("left"), minutes > 1 ? this.say("minutesLeft", { minutes }) : this.texts.lastMinute);
    put(this.#at("pause-word"), clock.isPaused ? this.texts.goOn : this.texts.pause);
    this.root.toggleAttribute("data-paused", clock.isPaused);
  }

  /** Show a phase that has just begun. */
  enter(clock, plan) {
    const { phase, item, queue } = clock;
    this.root.dataset.kind = phase.kind;
    this.root.dataset.side = item.side;
    this.root.dataset.ends = phase.end;
    this.#showItem(item, plan);
    put(this.#at("done-word"), phase.kind === "work" ? this.texts.done : this.texts.startNow);
    put(this.#at("next"), this.#nextWords(clock));
    this.bar(queue, phase.index);
  }

  #showItem(item, plan) {
    put(this.#at("name"), item.exercise.name);
    const letter = this.#at("letter");
    put(letter, item.side === "both" ? "" : this.texts[item.side === "left" ? "letterLeft" : "letterRight"]);
    letter.className = `side side-${item.side === "left" ? "l" : "r"}`;
    const what = [this.sideOf(item), this.setOf(item), item.amount, item.loadText];
    put(this.#at("what"), what.filter(Boolean).join(" · "));
    const number = plan.exercises.findIndex((one) => one === item.exercise || one.standIns.includes(item.exercise));
    put(this.#at("exercise-of"), this.say("exerciseOf", { number: number + 1, count: plan.exercises.length }));
    if (this.#shown === item.exercise) return;
    this.#shown = item.exercise;
    put(this.#at("kit"), this.#kit(item));
    put(this.#at("note"), item.exercise.note);
    this.#list("changes", "p", item.exercise.changes, "note");
    this.#list("steps", "li", item.exercise.steps);
    this.root.querySelector(".player-now").scrollTop = 0;
  }

  #list(name, tag, texts, className = "") {
    const elements = texts.map((text) => {
      const element = document.createElement(tag);
      element.className = className;
      element.textContent = text;
      return element;
    });
    this.#at(name).replaceChildren(...elements);
  }

  #nextWords({ phase, queue, item }) {
    const at = queue.findIndex((one, index) => index > phase.index && one.status === "open");
    if (at < 0) return this.texts.last;
    const next = queue[at];
    if (next.exercise !== item.exercise) return this.say("next", { name: next.exercise.name });
    if (next.side !== item.side) return this.say("nextSide", { side: this.sideOf(next) });
    return this.say("nextSet", next);
  }

  /** Show what became of each set; a set counts as done only once it is safe. */
  bar(queue, current) {
    const bar = this.#at("bar");
    while (bar.children.length < queue.length) bar.append(document.createElement("li"));
    while (bar.children.length > queue.length) bar.lastChild.remove();
    queue.forEach((item, index) => {
      const isSafe = item.status === "done" && item.isSafe;
      const isNow = index === current;
      bar.children[index].className = isSafe ? "on" : item.status === "skipped" ? "off" : isNow ? "now" : "";
      bar.children[index].toggleAttribute("data-first", queue[index - 1]?.exercise !== item.exercise);
    });
  }

  notice(text) {
    put(this.#at("notice"), text);
  }
}
