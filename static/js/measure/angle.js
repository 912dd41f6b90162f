/**
 * How far the shin has turned, from where gravity points in the phone: vectors and numbers, no page and no clock.
 *
 * The axis of the rotation is the thigh bone. It lies level in every position that is offered, so gravity sees all of
 * the turn (clinical facts §4). Phone flat on the front of the shin: shin angle = atan2(gx, gy) of the gravity vector;
 * on its outer side, top at the knee: atan2(gz, gy). Two things are better than those formulas alone:
 *
 * - The angle is taken against gravity as it lay in the phone at the zero, in a frame that is built from it. What is
 *   constant cancels: the sign of gravity, in which iOS and Android differ, a phone that leans with the shape of the
 *   shin, one that is upside down, and prone, where the shin points up. Nothing has to be unwrapped, because the zero
 *   is the middle of the scale and no hip comes near its ends.
 * - A phone that has rolled round the shin sees a part of every turn across its plane. All turns of a leg together
 *   show by how much, and it is put right, up to MOST_ROLL. Gravity alone cannot tell roll from a knee that bends
 *   along; within the limits either way of reading it differs by about a degree at most from 20° of rotation up.
 *   A thigh that slopes by 5° costs less than half a degree; the picture asks for a level one.
 */
const RAD = Math.PI / 180;
const MOST_TILT = Math.sin(30 * RAD); // of the axis out of the level, at the zero
const MOST_ROLL = 30; // degrees round the shin that are put right
const MOST_SWAY = 8; // degrees that the knee may bend or stretch during a turn
const LEAST_TO_JUDGE = 10; // below so many degrees a roll cannot be told from a sway
const GRAVITY = 9.81;
const MOST_SWING = 2.5; // m/s² away from gravity: the phone is being flung

export const FRONT = "front";
export const SIDE = "side";
const AXES = { [FRONT]: [0, 0, 1], [SIDE]: [-1, 0, 0] };

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const times = (a, factor) => a.map((one) => one * factor);
const minus = (a, b) => a.map((one, index) => one - b[index]);
const unit = (a) => times(a, 1 / Math.hypot(...a));
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const angleBetween = (a, b) => Math.atan2(Math.hypot(...cross(a, b)), dot(a, b)) / RAD;

/** Where "up" is in the phone's own axes: x to the right, y to the top, z out of the screen. Alpha plays no part. */
export function upFromOrientation(beta, gamma) {
  const [b, g] = [beta * RAD, gamma * RAD];
  return [-Math.cos(b) * Math.sin(g), Math.sin(b), Math.cos(b) * Math.cos(g)];
}

/** The same from the acceleration including gravity: up on Android, down on iOS; null while the phone is flung. */
export function upFromAcceleration(x, y, z) {
  const length = Math.hypot(x, y, z);
  return Math.abs(length - GRAVITY) < MOST_SWING ? [x / length, y / length, z / length] : null;
}

/**
 * Which way round counts as positive. Internal rotation carries the foot out, away from the other leg. Seen from the
 * front that is clockwise on one leg and counter-clockwise on the other; a phone on the outer side changes legs with
 * its own axes, and sees the same turn on both.
 */
function signOf({ mounting, side, motion }) {
  const isInward = motion === "internal-rotation" ? 1 : -1;
  return mounting === FRONT && side === "right" ? -isInward : isInward;
}

/** The shin of one leg with a phone on it. */
export class Shin {
  #axis;
  #sign;
  #frame = null; // at the zero: gravity, the way that the foot turns, the axis of the thigh
  #turns = [0, 0]; // sums over all turns, for the roll: across × along, along²

  constructor({ mounting, side, motion }) {
    this.#axis = AXES[mounting];
    this.#sign = signOf({ mounting, side, motion });
  }

  /** Take the shin as it hangs as zero. False where the phone does not stand on it as it should, or lies flat. */
  zero(up) {
    const lean = dot(this.#axis, up);
    if (Math.abs(lean) > MOST_TILT) return false;
    const axis = unit(minus(this.#axis, times(up, lean)));
    this.#frame = { up, along: times(cross(up, axis), this.#sign), axis };
    return true;
  }

  /** Degrees from the zero, positive in the wanted direction. */
  degrees(up) {
    const { down, along } = this.#parts(up, this.#roll());
    return Math.atan2(along, down) / RAD;
  }

  /** Degrees between up now and up at the zero, whichever way the shin has gone. */
  away(up) {
    return angleBetween(up, this.#frame.up);
  }

  /** Let a turn, held still, show how far the phone has rolled. False, and forgotten, where it is not to be trusted. */
  learn(up) {
    const { along, across } = this.#parts(up, 0);
    const before = this.#turns;
    this.#turns = [before[0] + along * across, before[1] + along * along];
    const roll = this.#roll();
    const rest = Math.abs(Math.asin(this.#parts(up, roll).across)) / RAD;
    const isAskew = Math.abs(roll / RAD) > MOST_ROLL && Math.abs(this.degrees(up)) >= LEAST_TO_JUDGE;
    const isGood = !isAskew && rest <= MOST_SWAY;
    if (!isGood) this.#turns = before;
    return isGood;
  }

  #roll() {
    return Math.atan2(...this.#turns);
  }

  #parts(up, roll) {
    const frame = this.#frame;
    const [x, z] = [dot(up, frame.along), dot(up, frame.axis)];
    const [cos, sin] = [Math.cos(roll), Math.sin(roll)];
    return { down: dot(up, frame.up), along: x * cos + z * sin, across: z * cos - x * sin };
  }
}

const SPAN_MS = 1_000; // "about 1 s of stillness"
const PARTS = 4;
const MOST_DRIFT = 1.2; // degrees between the parts of that second
const MOST_TREMOR = 3; // degrees of a middling sample from the middle of all
const MOST_GAP_MS = 300; // the page slept

const middle = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};
const middleOf = (samples) => unit([0, 1, 2].map((axis) => middle(samples.map(({ up }) => up[axis]))));

/** Tells when the phone has been still for a second, and where up was then: medians, so that a knock does not count. */
export class Stillness {
  #samples = [];
  #since = null;

  /** Milliseconds for which it has been still, counting that first second; 0 while it moves. */
  restedFor(at) {
    return this.#since === null ? 0 : at - this.#since;
  }

  /** Take a sample; return where up was in the last second, or null while the phone moves. */
  push(at, up) {
    const last = this.#samples.at(-1);
    if (last && at - last.at > MOST_GAP_MS) this.#samples = [];
    this.#samples.push({ at, up });
    while (this.#samples.length > 1 && this.#samples[1].at <= at - SPAN_MS) this.#samples.shift();
    const rest = this.#rest(at);
    if (!rest) this.#since = null;
    else this.#since ??= at - SPAN_MS;
    return rest;
  }

  #rest(at) {
    const samples = this.#samples;
    if (samples.length < 2 * PARTS || samples[0].at > at - SPAN_MS) return null;
    const size = samples.length / PARTS;
    const parts = Array.from({ length: PARTS }, (_, part) =>
      middleOf(samples.slice(Math.round(part * size), Math.round((part + 1) * size))),
    );
    if (parts.some((a) => parts.some((b) => angleBetween(a, b) > MOST_DRIFT))) return null;
    const whole = middleOf(samples);
    const tremor = middle(samples.map(({ up }) => angleBetween(up, whole)));
    return tremor <= MOST_TREMOR ? whole : null;
  }
}
