/**
 * Leads through a measurement with the phone: each leg in turn, hands free, from the zero to the last reading. Every cue
 * is shown, and can be heard where it is switched on. Readings go into the typed form at once; saving sends that form.
 */
import { Cues, WakeLock, keepSettings, readSettings } from "../player/device.js";
import { FRONT } from "./angle.js";
import { Leg } from "./leg.js";
import { Readings, SIDES } from "./readings.js";
import { Sensor } from "./sensor.js";

/** Seconds from the tap on Start until the zero may be taken: to let go of the phone and to lie down. */
const LEADS = { seated: 3, "supine-knee-over-edge": 8, prone: 12 };
const MOST_PAIN = 5; // clinical facts §5
const SIGNALS = { zero: "go", practised: "end", read: "go", again: "count" };

const whole = (degrees) => String(Math.round(degrees)).replace(/^-(?=.)/, "−").replace("−0", "0");

/** Put a text in its place, and touch the page only where it differs. */
function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

export class Guide {
  #settings = readSettings();
  #wake = new WakeLock();
  #mounting = FRONT;
  #leg = null;
  #queue = []; // names of the readings that this leg still gives
  #last = null; // the name of the reading just taken
  #readyAt = 0;
  #up = null;
  #leftOut = new Set();
  #isStarting = false;

  constructor(element) {
    this.element = element;
    this.form = element.form;
    this.readings = new Readings(this.form);
    this.texts = element.querySelector("template[data-texts]").content;
    element.append(element.querySelector("template[data-part=frame]").content.cloneNode(true));
    this.dialog = element.querySelector("dialog");
    this.cues = new Cues(this.#settings, document.documentElement.lang);
    this.sensor = new Sensor((at, up) => this.#sample(at, up));
    this.dialog.addEventListener("click", ({ target }) => this.#clicked(target.closest("button")));
    this.dialog.addEventListener("change", (event) => this.#set(event));
    this.dialog.addEventListener("close", () => this.#closed());
  }

  open() {
    const { motion, position } = this.form.elements;
    Object.assign(this, { motion: motion.value, position: position.value });
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

  /** A text of the page; one for the position that lies face down comes before the common one. */
  #text(name, values = {}) {
    const at = (one) => this.texts.querySelector(`[data-text="${one}"]`);
    const { textContent } = (this.position === "prone" && at(`${name}-prone`)) || at(name);
    return textContent.replace(/\{(\w+)\}/g, (_whole, key) => values[key]);
  }

  get #way() {
    return this.motion === "internal-rotation" ? "out" : "in";
  }

  #show(screen, title) {
    for (const one of this.dialog.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== screen;
    this.screen = screen;
    const isLeg = screen !== "summary";
    this.dialog.dataset.side = isLeg ? this.side : "";
    const letter = this.#at("letter");
    letter.hidden = !isLeg;
    letter.className = `side side-${this.side === "left" ? "l" : "r"}`;
    put(letter, isLeg ? this.#text(`letter-${this.side}`) : "");
    put(this.#at("title"), title);
    this.dialog.querySelector("h2").focus();
  }

  /** Go to the next leg of which a reading is missing, or to the end. */
  #next() {
    const side = SIDES.find((one) => !this.#leftOut.has(one) && this.readings.missing(one).length);
    if (side) this.#prepare(side, this.readings.missing(side), false);
    else this.#showSummary();
  }

  #prepare(side, queue, isAgain) {
    this.side = side;
    this.#leg = null;
    this.#queue = [...queue];
    this.#last = null;
    this.isAgain = isAgain;
    this.#at("done").hidden = true;
    this.#at("act=skip").hidden = isAgain;
    this.#show("setup", this.#text(side));
  }

  async #start() {
    if (this.#isStarting) return;
    this.#isStarting = true;
    // Both belong to the tap: iOS speaks, and gives its sensor, only then.
    this.cues.prime();
    const result = await this.sensor.start();
    this.#isStarting = false;
    if (!this.dialog.open) {
      this.sensor.stop();
      return;
    }
    if (result !== "ready") {
      this.#giveUp(result);
      return;
    }
    this.#wake.set(this.#settings.screen);
    this.#leg = new Leg({
      ...{ mounting: this.#mounting, side: this.side, motion: this.motion },
      needs: this.#queue.length,
      isPractised: this.isAgain,
    });
    this.isHanging = false;
    this.#readyAt = performance.now() + LEADS[this.position] * 1_000;
    this.#show("run", this.#text(this.side));
    this.#tell(this.#text("lead"));
    this.#showSlots();
  }

  #sample(at, up) {
    this.#up = up;
    if (this.screen !== "run") return;
    const left = Math.ceil((this.#readyAt - at) / 1_000);
    if (left > 0) {
      this.#showNumber(String(left), 0);
      return;
    }
    if (this.#leg.phase === "hang" && !this.isHanging) this.#tell(this.#text("hang"));
    this.isHanging = this.#leg.phase === "hang";
    const event = this.#leg.push(at, up);
    if (event) this.#heed(event);
    if (!this.#leg) return;
    const { degrees } = this.#leg;
    this.#showNumber(degrees === null ? "" : `${whole(degrees)}°`, degrees ?? 0);
  }

  #heed({ kind, degrees }) {
    this.cues.signal(SIGNALS[kind] ?? "half");
    if (kind === "read") {
      this.#take(degrees);
      return;
    }
    if (kind === "zero") this.#tell(this.#text("zero"), ...this.#toDo());
    else if (kind === "again") this.#tell(...this.#toDo());
    else if (kind === "practised") this.#tell(this.#text("practised"), this.#text("back"));
    else if (kind === "other-way") this.#tell(this.#text(`other-way-${this.#way}`), this.#text("back"));
    else this.#tell(this.#text(kind));
    this.#showSlots();
  }

  /** What the next turn is, and how it goes. */
  #toDo() {
    const number = this.#queue[0].split("_")[1];
    const which = this.#leg.isPractised ? this.#text("number", { number }) : this.#text("practise");
    return [which, this.#text(this.#way)];
  }

  #take(degrees) {
    this.#last = this.#queue.shift();
    this.readings.put(this.#last, degrees);
    const said = this.#text("read", { degrees: whole(degrees) });
    if (!this.#queue.length) this.#queue = this.readings.missing(this.side);
    if (this.#queue.length) {
      const isMore = this.#leg.phase === "done";
      if (isMore) this.#leg.askMore(this.#queue.length);
      const apart = Math.round(this.readings.spread(this.side));
      this.#tell(said, ...(isMore ? [this.#text("one-more", { apart })] : []), this.#text("back"));
      this.#showSlots();
      return;
    }
    this.#next();
    const isOver = this.screen === "summary";
    this.#tell(said, this.#text(isOver ? "all-done" : "side-done"), ...(isOver ? [] : [this.#text("change")]));
    put(this.#at("done"), this.#at("say").textContent);
    this.#at("done").hidden = false;
  }

  #tell(...texts) {
    const text = texts.join(" ");
    put(this.#at("say"), text);
    put(this.#at("told"), text);
    this.cues.say(text);
  }

  #showNumber(text, degrees) {
    put(this.#at("now"), text);
    const isLeftward = (this.side === "left") === (this.motion === "internal-rotation");
    this.#at("needle").setAttribute("transform", `rotate(${(isLeftward ? degrees : -degrees).toFixed(1)} 120 20)`);
  }

  #showSlots() {
    const slots = this.readings.shown(this.side).map((name) => {
      const slot = document.createElement("li");
      const value = this.readings.value(name);
      slot.textContent = value === null ? "–" : `${value}°`;
      if (this.#leg?.isPractised && name === this.#queue[0]) slot.setAttribute("aria-current", "step");
      return slot;
    });
    this.#at("slots").replaceChildren(...slots);
    this.#at("act=redo").disabled = !this.#last;
  }

  #showSummary() {
    this.#rest();
    this.#show("summary", this.#text("readings"));
    this.#at("results").replaceChildren(...SIDES.map((side) => this.#result(side)));
    this.#showPain();
  }

  #result(side) {
    const line = document.createElement("div");
    line.className = "measuring-result";
    const letter = document.createElement("span");
    letter.className = `side side-${side === "left" ? "l" : "r"}`;
    letter.textContent = this.#text(`letter-${side}`);
    letter.ariaHidden = "true";
    line.append(letter, ...this.readings.shown(side).map((name) => this.#again(side, name)));
    return line;
  }

  #again(side, name) {
    const value = this.readings.value(name);
    const degrees = value === null ? "–" : `${value}°`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.dataset.redo = name;
    button.textContent = degrees;
    const values = { name: `${this.#text(side)} ${name.split("_")[1]}`, degrees };
    button.ariaLabel = this.#text(value === null ? "take" : "again", values);
    return button;
  }

  #showPain() {
    const { value } = this.form.elements.pain;
    for (const one of this.dialog.querySelectorAll("[data-pain]")) one.ariaPressed = String(one.dataset.pain === value.trim());
    const isMuch = Number(value) > MOST_PAIN;
    this.#at("much").hidden = !isMuch;
    put(this.#at("much"), isMuch ? this.#text("much-pain") : "");
  }

  #clicked(button) {
    if (!button) return;
    const { act, mount, pain, redo } = button.dataset;
    if (mount) this.#mount(mount);
    else if (pain) this.readings.type("pain", button.ariaPressed === "true" ? "" : pain);
    else if (redo) this.#prepare(redo.split("_")[0], [redo], this.readings.value(redo) !== null);
    if (pain) this.#showPain();
    const acts = {
      start: () => this.#start(),
      close: () => this.dialog.close(),
      stop: () => this.#showSummary(),
      save: () => this.#save(),
      skip: () => {
        this.#leftOut.add(this.side);
        this.#next();
      },
      read: () => {
        const event = this.#up && this.#leg.readNow(performance.now(), this.#up);
        if (event) this.#heed(event);
      },
      zero: () => this.#zeroAgain(),
      redo: () => this.#redoLast(),
    };
    acts[act]?.();
  }

  #zeroAgain() {
    this.#leg.zeroAgain();
    this.isHanging = false;
  }

  /** The reading just taken does not count: it is taken once more, and stands until then. */
  #redoLast() {
    if (!this.#last || this.#queue[0] === this.#last) return;
    this.#queue.unshift(this.#last);
    this.#leg.askMore();
    this.#showSlots();
    this.#tell(this.#text("back"));
  }

  #mount(mounting) {
    this.#mounting = mounting;
    for (const one of this.dialog.querySelectorAll("[data-mount]")) one.ariaPressed = String(one.dataset.mount === mounting);
  }

  #set({ target: { dataset, checked } }) {
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
    this.screen = null;
  }
}
