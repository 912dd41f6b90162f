/**
 * Leads through a measurement with the phone: each leg in turn, hands free, from the zero to the last reading. Every cue
 * is shown, and can be heard where it is switched on. Readings go into the typed form at once; saving sends that form.
 */
import { Cues, WakeLock, keepSettings, readSettings } from "../player/device.js";
import { FRONT } from "./angle.js";
import { Leg } from "./leg.js";
import { Readings, SIDES } from "./readings.js";
import { Dial, Summary, put, showSide, whole } from "./screens.js";
import { Sensor } from "./sensor.js";
import { Words } from "./words.js";

/** Seconds from the tap on Start until the zero may be taken: to let go of the phone and to lie down. */
const LEADS = { seated: 3, "supine-knee-over-edge": 8, prone: 12 };
const COUNTED = 3; // the last of these seconds can be heard
const SIGNALS = { zero: "go", practised: "end", read: "go", again: "count" };

export class Guide {
  #settings = readSettings();
  #wake = new WakeLock();
  #mounting = FRONT;
  #leg = null; // while one is measured
  #queue = []; // names of the readings that this leg still gives
  #last = null; // the name of the reading just taken
  #isAgain = false; // one reading anew: without practice
  #readyAt = 0;
  #seconds = 0; // of the lead, as last shown
  #up = null;
  #leftOut = new Set();
  #isStarting = false;

  /** `element` is the <hm-measure> of the typed form. */
  constructor(element) {
    this.element = element;
    this.form = element.form;
    this.readings = new Readings(this.form);
    this.words = new Words(element.querySelector("template[data-texts]").content);
    element.append(element.querySelector("template[data-part=frame]").content.cloneNode(true));
    this.dialog = element.querySelector("dialog");
    this.dial = new Dial(this.#at("screen=run"));
    this.summary = new Summary(this.#at("screen=summary"), this.readings, this.words.of);
    this.cues = new Cues(this.#settings, document.documentElement.lang);
    this.sensor = new Sensor((at, up) => this.#sample(at, up));
    this.dialog.addEventListener("click", ({ target }) => this.#clicked(target.closest("button")));
    this.dialog.addEventListener("change", ({ target }) => this.#set(target));
    this.dialog.addEventListener("close", () => this.#closed());
  }

  open() {
    const { motion, position } = this.form.elements;
    Object.assign(this, { motion: motion.value, position: position.value });
    this.words.position = position.value;
    this.#leftOut.clear();
    const drawing = this.form.querySelector(`[data-position="${this.position}"] .measuring-figure`);
    this.#at("figure").replaceChildren(...(drawing ? [drawing.cloneNode(true)] : []));
    for (const box of this.dialog.querySelectorAll("[data-setting]")) box.checked = this.#settings[box.dataset.setting];
    this.dialog.showModal();
    this.#next();
  }

  #at(name) {
    return this.dialog.querySelector(`[data-${name}]`);
  }

  get #isInternal() {
    return this.motion === "internal-rotation";
  }

  #show(screen, title, side = "") {
    for (const one of this.dialog.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== screen;
    this.dialog.dataset.side = side;
    showSide(this.#at("letter"), side, this.words.of);
    put(this.#at("title"), title);
    this.dialog.scrollTo(0, 0);
    this.dialog.querySelector("h2").focus();
  }

  /** Go to the next leg of which a reading is missing, or to the end. Says whether that was the end. */
  #next() {
    const side = SIDES.find((one) => !this.#leftOut.has(one) && this.readings.missing(one).length);
    if (side) this.#prepare(side, this.readings.missing(side));
    else this.#showSummary();
    return !side;
  }

  #prepare(side, queue, isAgain = false) {
    this.side = side;
    this.#leg = null;
    this.#queue = [...queue];
    this.#last = null;
    this.#isAgain = isAgain;
    this.#at("done").hidden = true;
    this.#at("act=skip").hidden = isAgain;
    this.#show("setup", this.words.of(side), side);
  }

  async #start() {
    if (this.#isStarting) return;
    this.#isStarting = true;
    // Both belong to the tap: iOS speaks, and gives its sensor, only then.
    this.cues.prime();
    const result = await this.sensor.start();
    this.#isStarting = false;
    if (!this.dialog.open) this.sensor.stop();
    else if (result === "ready") this.#run();
    else this.#giveUp(result);
  }

  #run() {
    const { side, motion, position } = this;
    this.#wake.set(this.#settings.screen);
    const needs = this.#queue.length;
    this.#leg = new Leg({ mounting: this.#mounting, side, motion, needs, isPractised: this.#isAgain });
    this.#readyAt = performance.now() + LEADS[position] * 1_000;
    this.#seconds = Infinity;
    this.#show("run", this.words.of(side), side);
    this.#tell(this.words.of("lead"));
    this.#showSlots();
  }

  #sample(at, up) {
    this.#up = up;
    if (!this.#leg || this.#isLeading(at)) return;
    const event = this.#leg.push(at, up);
    if (event) this.#heed(event);
    if (!this.#leg) return;
    const { degrees } = this.#leg;
    const isLeftward = (this.side === "left") === this.#isInternal;
    if (degrees === null) this.dial.show("");
    else this.dial.show(`${whole(degrees)}°`, isLeftward ? degrees : -degrees);
  }

  /** Count down to the zero; says whether that still goes on. */
  #isLeading(at) {
    if (this.#seconds === 0) return false;
    const seconds = Math.max(0, Math.ceil((this.#readyAt - at) / 1_000));
    if (seconds === this.#seconds) return true;
    this.#seconds = seconds;
    if (seconds && seconds <= COUNTED) this.cues.signal("count");
    if (!seconds) this.#tell(this.words.of("hang"));
    this.dial.show(seconds ? String(seconds) : "");
    return seconds > 0;
  }

  #heed({ kind, degrees }) {
    this.cues.signal(SIGNALS[kind] ?? "half");
    const texts = {
      zero: () => [this.words.of("zero"), ...this.#toDo()],
      again: () => this.#toDo(),
      practised: () => [this.words.of("practised"), this.words.of("back")],
      waiting: () => [this.words.of("back")],
      read: () => this.#take(degrees),
      "other-way": () => [this.words.of(this.#isInternal ? "went-in" : "went-out"), this.words.of("back")],
    };
    const told = texts[kind]?.() ?? [this.words.of(kind)];
    this.#tell(...told);
    this.#showSlots();
  }

  /** What the next turn is, and how it goes. */
  #toDo() {
    const number = this.#queue[0].split("_")[1];
    const which = this.#leg.isPractised ? this.words.of("number", { number }) : this.words.of("practise");
    return [which, this.words.of(this.#isInternal ? "out" : "in")];
  }

  /** Write a reading down, and go on; returns what there is to say. */
  #take(degrees) {
    this.#last = this.#queue.shift();
    const said = this.words.of("read", { degrees: whole(this.readings.put(this.#last, degrees)) });
    if (this.#queue.length) return [said, this.words.of("back")];
    this.#queue = this.readings.missing(this.side);
    if (this.#queue.length) {
      this.#leg.askMore(this.#queue.length);
      const apart = Math.round(this.readings.spread(this.side));
      return apart ? [said, this.words.of("one-more", { apart }), this.words.of("back")] : [said, this.words.of("back")];
    }
    const isOver = this.#next();
    const told = isOver ? [said, this.words.of("all-done")] : [said, this.words.of("side-done"), this.words.of("change")];
    put(this.#at("done"), told.join(" "));
    this.#at("done").hidden = isOver;
    return told;
  }

  #tell(...texts) {
    const text = texts.join(" ");
    this.dial.say(text);
    put(this.#at("told"), text);
    this.cues.say(text);
  }

  #showSlots() {
    const names = this.readings.shown(this.side);
    const current = this.#leg?.isPractised ? names.indexOf(this.#queue[0]) : -1;
    this.dial.slots(names.map((name) => this.readings.value(name)), current);
    this.#at("act=redo").disabled = !this.#last;
  }

  #showSummary() {
    this.#rest();
    this.summary.show();
    this.#show("summary", this.words.of("readings"));
  }

  #clicked(button) {
    if (!button) return;
    const { act, mount, pain, redo } = button.dataset;
    if (mount) this.#mount(mount);
    if (redo) this.#prepare(redo.split("_")[0], [redo], this.readings.value(redo) !== null);
    if (pain) {
      this.readings.type("pain", button.ariaPressed === "true" ? "" : pain);
      this.summary.showPain();
    }
    const acts = {
      start: () => this.#start(),
      close: () => this.dialog.close(),
      stop: () => this.#showSummary(),
      save: () => this.#save(),
      skip: () => {
        this.#leftOut.add(this.side);
        this.#next();
      },
      read: () => this.#readNow(),
      zero: () => {
        this.#leg.zeroAgain();
        this.#tell(this.words.of("hang"));
      },
      redo: () => this.#redoLast(),
    };
    acts[act]?.();
  }

  #readNow() {
    const event = this.#seconds === 0 && this.#up && this.#leg.readNow(performance.now(), this.#up);
    if (event) this.#heed(event);
  }

  /** The reading just taken does not count: it is taken once more, and stands until then. */
  #redoLast() {
    if (this.#queue[0] === this.#last) return;
    this.#queue.unshift(this.#last);
    this.#leg.askMore();
    this.#showSlots();
    this.#tell(...(this.#leg.phase === "turn" ? this.#toDo() : [this.words.of("back")]));
  }

  #mount(mounting) {
    this.#mounting = mounting;
    for (const one of this.dialog.querySelectorAll("[data-mount]")) one.ariaPressed = String(one.dataset.mount === mounting);
  }

  #set({ dataset, checked }) {
    if (!dataset.setting) return;
    this.#settings[dataset.setting] = checked;
    keepSettings(this.#settings);
  }

  #save() {
    this.dialog.close();
    this.form.querySelector("button[name=action][value=save]").click();
  }

  #giveUp(why) {
    this.dialog.close();
    this.element.tell(why);
    this.form.elements.left_1.focus();
  }

  #rest() {
    this.#leg = null;
    this.sensor.stop();
    this.#wake.set(false);
  }

  #closed() {
    this.#rest();
    this.cues.hush();
  }
}
