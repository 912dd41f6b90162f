/**
 * The course of measuring one leg, fed with samples of gravity: zero, one practice turn, the readings, and between
 * them back to where it hung. No page and no clock: it says what happened, and whoever feeds it shows and speaks it.
 */
import { Shin, Stillness } from "./angle.js";

const LEAST_TURN = 5; // degrees that are a turn, not a twitch
const WRONG_WAY = -8;
const BACK = 3; // degrees from the zero within which the leg hangs again
const SLIPPED = 12; // within these it has slipped, or sensor or strap have drifted, once it rests there
const SLIPPED_MS = 3_000;
const STRAYED_MS = 8_000;
const WAITED_MS = 6_000; // for it to hang again, until that is said once more
const TOLD_AGAIN_MS = 5_000;
const MOST_DEGREES = 90;

export class Leg {
  #still = new Stillness();
  #shin;
  #told = new Map(); // when something was last said, so that it is not said twenty times a second
  #rest = null;

  /** `needs` readings are still to be taken; `phase` is "hang" before the zero, then "turn", "back" or "done". */
  constructor({ mounting, side, motion, needs = 3, isPractised = false }) {
    this.#shin = new Shin({ mounting, side, motion });
    this.phase = "hang";
    this.needs = needs;
    this.isPractised = isPractised;
    this.degrees = null;
  }

  /** Take a sample; return what happened as `{ kind, degrees }`, or null. */
  push(at, up) {
    const rest = (this.#rest = this.#still.push(at, up));
    if (this.phase === "hang") return rest && this.#hang(at, rest);
    this.degrees = this.#shin.degrees(rest ?? up);
    if (!rest) return null;
    return this.phase === "turn" ? this.#turned(at, rest) : this.phase === "back" ? this.#back(at, rest) : null;
  }

  /** Read now, for whom a second of stillness is too long; null where there is nothing to read. */
  readNow(at, up) {
    return this.phase === "turn" ? this.#read(at, this.#rest ?? up, this.#shin.degrees(this.#rest ?? up)) : null;
  }

  /** Start over with the zero, as after the strap was moved. */
  zeroAgain() {
    if (this.phase !== "done") this.phase = "hang";
    this.degrees = null;
  }

  /** Take `count` readings more, once this leg had been done. */
  askMore(count = 1) {
    this.needs += count;
    if (this.phase === "done") this.phase = "back";
  }

  #hang(at, rest) {
    if (!this.#shin.zero(rest)) return this.#tell(at, "tilted");
    this.phase = "turn";
    this.degrees = 0;
    return { kind: "zero", degrees: 0 };
  }

  #turned(at, rest) {
    const degrees = this.#shin.degrees(rest);
    if (degrees <= WRONG_WAY) return this.#strayed(at, rest, degrees);
    if (degrees >= LEAST_TURN) return this.#read(at, rest, degrees);
    // It has gone somewhere, yet not round the thigh: the phone looks another way than it was said to.
    return this.#shin.away(rest) > SLIPPED ? this.#tell(at, "askew", degrees) : null;
  }

  /** It went the other way; or it had begun to turn before the zero, and rests now where it ought to have been. */
  #strayed(at, rest, degrees) {
    if (this.#still.restedFor(at) < STRAYED_MS || !this.#shin.zero(rest)) return this.#tell(at, "other-way", degrees);
    this.degrees = 0;
    return { kind: "zero", degrees: 0 };
  }

  #read(at, up, before) {
    if (before < WRONG_WAY || before > MOST_DEGREES) return this.#tell(at, "other-way", before);
    if (!this.#shin.learn(up)) return this.#tell(at, "askew", before);
    const degrees = this.#shin.degrees(up);
    this.phase = "back";
    if (!this.isPractised) {
      this.isPractised = true;
      return { kind: "practised", degrees };
    }
    this.needs -= 1;
    if (this.needs === 0) this.phase = "done";
    return { kind: "read", degrees };
  }

  /** The hanging shin is a plumb line: each time it hangs again it is the zero anew, and no drift adds up. */
  #back(at, rest) {
    const off = Math.abs(this.#shin.degrees(rest));
    const isBack = off <= BACK || (off <= SLIPPED && this.#still.restedFor(at) >= SLIPPED_MS);
    if (!isBack || !this.#shin.zero(rest)) {
      return this.#still.restedFor(at) < WAITED_MS ? null : this.#tell(at, "waiting");
    }
    this.phase = "turn";
    this.degrees = 0;
    return { kind: "again", degrees: 0 };
  }

  #tell(at, kind, degrees = null) {
    if (at - (this.#told.get(kind) ?? -Infinity) < TOLD_AGAIN_MS) return null;
    this.#told.set(kind, at);
    return { kind, degrees };
  }
}
