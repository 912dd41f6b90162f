/** One leg while it is measured: what its samples come to is shown on the dial, spoken and written down. */
import { Leg } from "./leg.js";
import { whole } from "./screens.js";

/** Seconds from the tap on Start until the zero may be taken: to let go of the phone and to lie down. */
const LEADS = { seated: 3, "supine-knee-over-edge": 8, prone: 12 };
const COUNTED = 3; // the last of these seconds can be heard
const SIGNALS = { zero: "go", practised: "end", read: "go", again: "count" };

export class Course {
  #leg;
  #last = null; // the name of the reading just taken
  #readyAt;
  #seconds = Infinity; // of the lead, as last shown
  #up = null;

  /**
   * `queue` names the readings to take; with `isAgain` one is taken anew, without practice. `tell(...texts)` shows and
   * speaks, `signal(name)` sounds, `over(said)` is called with what there is to say of the last one.
   */
  constructor({ side, motion, position, mounting, queue, isAgain }, { readings, words, dial, tell, signal, over }) {
    Object.assign(this, { side, queue: [...queue], readings, words, dial, tell, signal, over });
    this.isInternal = motion === "internal-rotation";
    this.#leg = new Leg({ mounting, side, motion, needs: queue.length, isPractised: isAgain });
    this.#readyAt = performance.now() + LEADS[position] * 1_000;
    this.tell(words.of("lead"));
    this.#showSlots();
  }

  sample(at, up) {
    this.#up = up;
    if (this.#isLeading(at)) return;
    const event = this.#leg.push(at, up);
    if (event) this.#heed(event);
    const { degrees } = this.#leg;
    const isLeftward = (this.side === "left") === this.isInternal;
    if (degrees === null) this.dial.show("");
    else this.dial.show(`${whole(degrees)}°`, isLeftward ? degrees : -degrees);
  }

  /** Read without a second of stillness. */
  readNow(at) {
    const event = this.#seconds === 0 && this.#up && this.#leg.readNow(at, this.#up);
    if (event) this.#heed(event);
  }

  zeroAgain() {
    this.#leg.zeroAgain();
    this.tell(this.words.of("hang"));
  }

  /** The reading just taken does not count: it is taken once more, and stands until then. */
  redoLast() {
    if (this.#last === null || this.queue[0] === this.#last) return;
    this.queue.unshift(this.#last);
    this.#leg.askMore();
    this.#showSlots();
    this.tell(...(this.#leg.phase === "turn" ? this.#toDo() : [this.words.of("back")]));
  }

  /** Count down to the zero; says whether that still goes on. */
  #isLeading(at) {
    if (this.#seconds === 0) return false;
    const seconds = Math.max(0, Math.ceil((this.#readyAt - at) / 1_000));
    if (seconds === this.#seconds) return true;
    this.#seconds = seconds;
    if (seconds && seconds <= COUNTED) this.signal("count");
    if (!seconds) this.tell(this.words.of("hang"));
    this.dial.show(seconds ? String(seconds) : "");
    return seconds > 0;
  }

  #heed({ kind, degrees }) {
    this.signal(SIGNALS[kind] ?? "half");
    if (kind === "read") {
      this.#take(degrees);
      return;
    }
    const names = {
      practised: ["practised", "back"],
      waiting: ["back"],
      "other-way": [this.isInternal ? "went-in" : "went-out", "back"],
    };
    const words = (names[kind] ?? (kind === "again" ? [] : [kind])).map((name) => this.words.of(name));
    const isToDo = kind === "zero" || kind === "again";
    this.tell(...words, ...(isToDo ? this.#toDo() : []));
    this.#showSlots();
  }

  /** What the next turn is, and how it goes. */
  #toDo() {
    const number = this.queue[0].split("_")[1];
    const which = this.#leg.isPractised ? this.words.of("number", { number }) : this.words.of("practise");
    return [which, this.words.of(this.isInternal ? "out" : "in")];
  }

  /** Write a reading down, and go on to the next, or to one more where they lie far apart. */
  #take(degrees) {
    this.#last = this.queue.shift();
    const said = this.words.of("read", { degrees: whole(this.readings.put(this.#last, degrees)) });
    const more = this.queue.length ? [] : this.readings.missing(this.side);
    if (more.length) this.#leg.askMore(more.length);
    this.queue.push(...more);
    this.#showSlots();
    if (!this.queue.length) {
      this.over(said);
      return;
    }
    const apart = Math.round(this.readings.spread(this.side));
    const why = more.length && apart ? [this.words.of("one-more", { apart })] : [];
    this.tell(said, ...why, this.words.of("back"));
  }

  #showSlots() {
    const names = this.readings.shown(this.side);
    const current = this.#leg.isPractised ? names.indexOf(this.queue[0]) : -1;
    this.dial.slots(names.map((name) => this.readings.value(name)), current, this.#last !== null);
  }
}
