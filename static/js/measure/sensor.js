/** Where "up" is in this phone, over and over: its motion sensor, and the permission for it. */
import { upFromAcceleration, upFromOrientation } from "./angle.js";

const WAIT_MS = 2_000; // without a word from the sensor there is none
const SILENCE_MS = 40; // a browser may tell only of changes: then nothing has changed

/** Safari asks, of late Chrome too, and only within a tap: wait for nothing before it. Returns how many refuse. */
async function askPermission() {
  const askers = [window.DeviceOrientationEvent, window.DeviceMotionEvent].filter((one) => one?.requestPermission);
  const answers = await Promise.allSettled(askers.map((one) => one.requestPermission()));
  return answers.filter(({ value }) => value !== "granted").length;
}

export class Sensor {
  #kind = null;
  #last = {}; // of each kind, when it was told and what
  #found = null;
  #timer = 0;
  #listeners = {
    deviceorientation: ({ beta, gamma }) => {
      if (beta !== null && gamma !== null) this.#take("orientation", upFromOrientation(beta, gamma));
    },
    devicemotion: ({ accelerationIncludingGravity: told }) => {
      if (told && told.x !== null) this.#take("motion", upFromAcceleration(told.x, told.y, told.z));
    },
  };

  /** `sample(at, up)` is called for as long as it runs, ten times a second at least. */
  constructor(sample) {
    this.sample = sample;
  }

  /** Begin, in the handler of a tap; returns "ready", "denied" or "missing". */
  async start() {
    if (this.#kind) return "ready";
    const refused = await askPermission();
    if (refused === 2) return "denied";
    for (const [name, listener] of Object.entries(this.#listeners)) addEventListener(name, listener);
    this.#kind = await this.#first();
    if (!this.#kind) {
      this.stop();
      return refused ? "denied" : "missing";
    }
    this.#timer = setInterval(() => this.#fill(), SILENCE_MS);
    return "ready";
  }

  stop() {
    clearInterval(this.#timer);
    for (const [name, listener] of Object.entries(this.#listeners)) removeEventListener(name, listener);
    this.#kind = null;
    this.#last = {};
  }

  /** The orientation is the better one: what the movement adds to gravity is taken out of it already. */
  #first() {
    return new Promise((resolve) => {
      this.#found = resolve;
      setTimeout(() => resolve(this.#last.motion ? "motion" : null), WAIT_MS);
    });
  }

  #take(kind, up) {
    if (!up) return;
    const at = performance.now();
    this.#last[kind] = { at, up };
    if (kind === "orientation") this.#found(kind);
    if (kind === this.#kind) this.sample(at, up);
  }

  #fill() {
    const now = performance.now();
    const last = this.#last[this.#kind];
    if (now - last.at < SILENCE_MS) return;
    last.at = now;
    this.sample(now, last.up);
  }
}
