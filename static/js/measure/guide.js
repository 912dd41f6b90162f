/**
 * Leads through a measurement with the phone: each leg in turn, hands free, from the zero to the last reading. Every
 * cue is shown, and can be heard where it is switched on. Readings go into the typed form at once; saving sends it.
 */
import { Cues, WakeLock, keepSettings, readSettings } from "../player/device.js";
import { FRONT } from "./angle.js";
import { Course } from "./course.js";
import { Readings, SIDES } from "./readings.js";
import { Dial, Summary, put, showSide } from "./screens.js";
import { Sensor } from "./sensor.js";
import { Words } from "./words.js";

export class Guide {
  #settings = readSettings();
  #wake = new WakeLock();
  #plan = {}; // what the next course is about
  #course = null; // while a leg is measured
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
    this.sensor = new Sensor((at, up) => this.#course?.sample(at, up));
    this.dialog.addEventListener("click", ({ target }) => this.#clicked(target.closest("button")));
    this.dialog.addEventListener("change", ({ target }) => this.#set(target));
    this.dialog.addEventListener("close", () => this.#closed());
  }

  open() {
    const { motion, position } = this.form.elements;
    Object.assign(this.#plan, { motion: motion.value, position: position.value });
    this.words.position = position.value;
    this.#mount(this.#settings.mounting ?? FRONT);
    this.#leftOut.clear();
    const drawing = this.form.querySelector(`[data-position="${position.value}"] .measuring-figure`);
    this.#at("figure").replaceChildren(...(drawing ? [drawing.cloneNode(true)] : []));
    for (const box of this.dialog.querySelectorAll("[data-setting]")) box.checked = this.#settings[box.dataset.setting];
    this.dialog.showModal();
    this.#next();
  }

  #at(name) {
    return this.dialog.querySelector(`[data-${name}]`);
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
    Object.assign(this.#plan, { side, queue, isAgain });
    this.#course = null;
    this.#note("");
    this.#at("act=skip").hidden = isAgain;
    this.#show("setup", this.words.of(side), side);
  }

  async #start() {
    if (this.#isStarting) return;
    this.#isStarting = true;
    // Both belong to the tap: iOS speaks, and gives its sensor, only then.
    this.cues.prime();
    const asked = this.sensor.start();
    this.#note(this.words.of("asking"));
    const result = await asked;
    this.#isStarting = false;
    if (!this.dialog.open) this.sensor.stop();
    else if (result === "ready") this.#run();
    else this.#giveUp(result);
  }

  #run() {
    const { side } = this.#plan;
    this.#wake.set(this.#settings.screen);
    this.#show("run", this.words.of(side), side);
    const { readings, words, dial, cues } = this;
    this.#course = new Course(this.#plan, {
      ...{ readings, words, dial },
      tell: (...texts) => this.#tell(...texts),
      signal: (name) => cues.signal(name),
      over: (said) => this.#finish(said),
    });
  }

  #finish(said) {
    const isOver = this.#next();
    const rest = isOver ? ["all-done"] : ["side-done", "change"];
    const told = [said, ...rest.map((name) => this.words.of(name))];
    this.#tell(...told);
    if (!isOver) this.#note(told.join(" "));
  }

  /** Show something before a leg is begun. */
  #note(text) {
    put(this.#at("note"), text);
    this.#at("note").hidden = !text;
  }

  #tell(...texts) {
    const text = texts.join(" ");
    this.dial.say(text);
    put(this.#at("told"), text);
    this.cues.say(text);
  }

  #showSummary() {
    this.#rest();
    this.summary.show();
    this.#show("summary", this.words.of("readings"));
  }

  #clicked(button) {
    if (!button) return;
    const { act, mount, pain, redo } = button.dataset;
    if (mount) {
      this.#mount(mount);
      this.#keep({ mounting: mount });
    }
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
      skip: () => this.#skip(),
      read: () => this.#course.readNow(performance.now()),
      zero: () => this.#course.zeroAgain(),
      redo: () => this.#course.redoLast(),
    };
    acts[act]?.();
  }

  #skip() {
    this.#leftOut.add(this.#plan.side);
    this.#next();
  }

  #mount(mounting) {
    this.#plan.mounting = mounting;
    for (const one of this.dialog.querySelectorAll("[data-mount]")) {
      one.ariaPressed = String(one.dataset.mount === mounting);
    }
  }

  #set({ dataset, checked }) {
    if (dataset.setting) this.#keep({ [dataset.setting]: checked });
  }

  #keep(settings) {
    Object.assign(this.#settings, settings);
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
    this.#course = null;
    this.sensor.stop();
    this.#wake.set(false);
  }

  #closed() {
    this.#rest();
    this.cues.hush();
  }
}
