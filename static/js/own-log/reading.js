/**
 * Reads the fields of a log as its form on the site does: what they mean, or which text says what is wrong with them.
 *
 * Each function returns `{ value }` or `{ error, number }`, the name of a text and the number that stands in it.
 */
const EARLIEST = Date.UTC(2000);
const CLOCK_SLACK_MS = 60_000;

function within(value, most) {
  if (value < 0) return { error: "least" };
  return value > most ? { error: "most", number: most } : { value };
}

/** An optional whole number. */
export function whole(text, most) {
  const typed = text.trim();
  if (!typed) return { value: null };
  if (typed.length > 12 || !/^[+-]?\d+(\.0*)?$/.test(typed)) return { error: "whole" };
  return within(Number(typed), most);
}

/** An optional number with up to two decimals, after a point or a comma. */
export function amount(text, most) {
  const typed = text.trim().replace(",", ".");
  if (!typed) return { value: null };
  if (typed.length > 12 || !/^[+-]?(\d+\.?\d*|\.\d+)$/.test(typed)) return { error: "number" };
  return /\.\d{3}/.test(typed) ? { error: "decimals" } : within(Number(typed), most);
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offset(moment, zone) {
  const shape = { timeZone: zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23" };
  const numbers = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  const parts = new Intl.DateTimeFormat("en", { ...shape, ...numbers }).formatToParts(moment);
  const part = (name) => Number(parts.find((one) => one.type === name).value);
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return wall - Math.floor(moment / 1000) * 1000;
}

/**
 * The moment of a time on the wall in a zone. An hour that a clock change repeats is the first of the two; one that it
 * leaves out is what the clock showed instead.
 */
function momentOf(wall, zone) {
  const day = 24 * 60 * 60 * 1000;
  const [before, after] = [wall - offset(wall - day, zone), wall - offset(wall + day, zone)];
  const isTrue = (moment) => moment + offset(moment, zone) === wall;
  return !isTrue(before) && isTrue(after) ? after : before;
}

/** The start of a session, of a `datetime-local` field in the person's own zone. */
export function start(text, zone, now = Date.now()) {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(wall)) return { error: "moment" };
  const moment = momentOf(wall, zone);
  if (moment > now + CLOCK_SLACK_MS) return { error: "future" };
  return moment < EARLIEST ? { error: "past" } : { value: new Date(moment).toISOString() };
}

/** A moment as a `datetime-local` field shows it in a zone, to the minute. */
export const wallText = (moment, zone) => new Date(moment + offset(moment, zone)).toISOString().slice(0, 16);

/** Centimetres as metres, as exact as the site keeps them: two decimals, halves to the even one. */
export function metresOf(centimetres) {
  const floor = Math.floor(centimetres);
  const part = Math.round((centimetres - floor) * 100);
  return (floor + (part > 50 || (part === 50 && floor % 2) ? 1 : 0)) / 100;
}

/** Minutes with two decimals as whole seconds. */
export const secondsOf = (minutes) => Math.round((Math.round(minutes * 100) * 60) / 100);
