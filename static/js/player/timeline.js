/**
 * The sets of a session in order, and the phases that lead through them. Values alone: no clock, no page.
 *
 * An item of the queue is one set: what is asked for, and what became of it ("open", "done", "skipped"). A phase is
 * { kind, index, ms }: "work" on an item, or what leads to it: "prepare", "change" (of sides) or "rest".
 */
const HALF_FROM = 20_000; // a shorter hold has no half-way cue
const COUNT_FROM = 8_000; // a shorter phase is not counted down

/** The place of a set in its session, by which every device knows it. */
export const keyOf = (item) => `${item.position}/${item.exercise.slug}/${item.side}`;

/** Return the items of an exercise; its sets say their positions, or they follow on from `first`. */
function itemsOf(exercise, sets, first) {
  const counts = {};
  for (const set of sets) counts[set.side] = (counts[set.side] ?? 0) + 1;
  const numbers = {};
  return sets.map((set, nth) => {
    numbers[set.side] = (numbers[set.side] ?? 0) + 1;
    return {
      ...set,
      exercise,
      position: set.position ?? first + nth,
      number: numbers[set.side],
      count: counts[set.side],
      ms: set.work * 1000,
      status: "open",
      pain: null,
      id: null,
      isOut: false, // left out with its whole exercise: Back does not lead there
      was: null, // the pain and amount with which it was done, while it is open to be done anew
    };
  });
}

export const queueOf = (plan) => plan.exercises.flatMap((exercise) => itemsOf(exercise, exercise.sets));

/** Return the first open item from an index on, or the length of the queue. */
export function nextOpen(queue, from = 0) {
  const found = queue.findIndex((item, index) => index >= from && item.status === "open");
  return found < 0 ? queue.length : found;
}

/** Open an item again. What was done of it counts until it is done anew; what the clock counted alone does not. */
export function reopen(item) {
  if (item.status === "done" && !item.isGuess) item.was = { pain: item.pain, amountDone: item.amountDone ?? null };
  item.status = "open";
  item.isSafe = false;
}

/** Return the item before an index to which one may go back, or -1. */
export const lastBefore = (queue, index) => queue.slice(0, index).findLastIndex((item) => !item.isOut);

/** Return the way to an item: from the tap on Start, "again" after any other tap, or on from the item before. */
export function leadIn(queue, index, why, seconds) {
  const item = queue[index];
  const before = queue[index - 1];
  if (why === "start") return { kind: "prepare", index, ms: seconds.start * 1000 };
  if (why === "again") return { kind: "prepare", index, ms: seconds.again * 1000 };
  if (before?.exercise !== item.exercise) return { kind: "prepare", index, ms: seconds.next * 1000 };
  return { kind: before.side === item.side ? "rest" : "change", index, ms: item.exercise.rest * 1000 };
}

export const work = (queue, index) => ({ kind: "work", index, ms: queue[index].ms });

/** Return the item on the other side that gets the same time, where one is still open. */
export function partnerOf(queue, index) {
  const item = queue[index];
  return queue.find(
    (other) =>
      other.exercise === item.exercise &&
      other.number === item.number &&
      other.side !== item.side &&
      other.status === "open",
  );
}

/** Return what is to be noticed in a phase, each at its milliseconds from the start, in order. */
export function cuesOf(phase, item) {
  const cues = [];
  if (phase.kind === "work" && item.reps) {
    const each = phase.ms / item.reps;
    for (let rep = 1; rep < item.reps; rep += 1) cues.push({ at: rep * each, name: "rep" });
  } else if (phase.kind === "work" && phase.ms >= HALF_FROM) {
    cues.push({ at: phase.ms / 2, name: "half" });
  }
  if (phase.ms >= COUNT_FROM || phase.kind !== "work") {
    for (const left of [3, 2, 1]) {
      const at = phase.ms - left * 1000;
      if (at > 0 && !cues.some((cue) => Math.abs(cue.at - at) < 500)) cues.push({ at, name: "count", left });
    }
  }
  return cues.sort((one, other) => one.at - other.at);
}

/** Return how much of an item was done in some time: whole seconds of a hold, whole reps of a movement. */
export function amountIn(item, ms) {
  if (!item.reps) return { reps: null, seconds: Math.min(Math.round(ms / 1000), item.seconds) };
  return { reps: Math.min(Math.floor((ms / item.ms) * item.reps), item.reps), seconds: item.seconds };
}

/** Return how long the open items take from an index on, in milliseconds. */
export function timeLeft(queue, from, seconds) {
  let ms = 0;
  for (let index = nextOpen(queue, from); index < queue.length; index = nextOpen(queue, index + 1)) {
    ms += leadIn(queue, index, "next", seconds).ms + queue[index].ms;
  }
  return ms;
}

/**
 * Return the queue with some rounds of another exercise in the place of what is open of one, at its places. What was
 * open counts as left out.
 */
export function swapped(queue, slug, standIn, rounds) {
  const own = queue.filter((item) => item.exercise.slug === slug);
  const open = own.filter((item) => item.status === "open");
  const first = Math.min(...own.map((item) => item.position));
  const items = itemsOf(standIn, standIn.sets, first).filter((item) => item.number <= rounds);
  for (const item of items) item.count = Math.min(item.count, rounds);
  for (const item of open) Object.assign(item, { status: "skipped", isOut: true });
  const end = queue.lastIndexOf(own.at(-1)) + 1;
  return [...queue.slice(0, end), ...items, ...queue.slice(end)];
}
