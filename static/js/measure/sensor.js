/** Where "up" is in this phone, over and over: its motion sensor, and the permission for it. */
import { upFromAcceleration, upFromOrientation } from "./angle.js";

const WAIT_MS = 2_000; // without a word from the sensor there is none
const SILENCE_MS = 100; // a browser may tell only of changes: then nothing has changed

/** iOS asks, and only within a tap: so call it before anything else is waited for. Elsewhere nobody asks. */
async function isAllowed() {
  const askers = [window.DeviceOrientationEvent, window.DeviceMotionEvent].filter((one) => one?.requestPermission);
  const answers = await Promise.allSettled(askers.map((one) => one.requestPermission()));
  return !askers.length || answers.some(({ value }) => value === "granted");
}

export class Sensor {
  #kind = null;
  #seen = new Set();
  #found = null;
  #last = null;
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
    if (!(await isAllowed())) return "denied";
    for (const [name, listener] of Object.entries(this.#listeners)) addEventListener(name, listener);
    this.#kind = await this.#first();
    if (!this.#kind) {
      this.stop();
      return "missing";
    }
    this.#timer = setInterval(() => this.#fill(), SILENCE_MS / 2);
    return "ready";
  }

  stop() {
    clearInterval(this.#timer);
    for (const [name, listener] of Object.entries(this.#listeners)) removeEventListener(name, listener);
    this.#kind = this.#last = null;
    this.#seen.clear();
  }

  /** The orientation is the better one: what the movement adds to gravity is taken out of it already. */
  #first() {
    return new Promise((resolve) => {
      this.#found = resolve;
      setTimeout(() => resolve(this.#seen.has("motion") ? "motion" : null), WAIT_MS);
    });
  }

  #take(kind, up) {
    this.#seen.add(kind);
    if (kind === "orientation") this.#found("orientation");
    if (kind !== this.#kind || !up) return;
    this.#last = { at: performance.now(), up };
    this.sample(this.#last.at, up);
  }

  #fill() {
    const now = performance.now();
    if (this.#last && now - this.#last.at >= SILENCE_MS) this.sample(now, this.#last.up);
  }
}
