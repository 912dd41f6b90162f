/**
 * The sets of a session in order, the phases that lead through them, and the clock that runs them by absolute times:
 * where the session is follows from the time of day alone, so that nothing is lost while the page sleeps. No page.
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
function leadIn(queue, index, why, seconds) {
  const item = queue[index];
  const before = queue[index - 1];
  if (why === "start") return { kind: "prepare", index, ms: seconds.start * 1000 };
  if (why === "again") return { kind: "prepare", index, ms: seconds.again * 1000 };
  if (before?.exercise !== item.exercise) return { kind: "prepare", index, ms: seconds.next * 1000 };
  return { kind: before.side === item.side ? "rest" : "change", index, ms: item.exercise.rest * 1000 };
}

const work = (queue, index) => ({ kind: "work", index, ms: queue[index].ms });

/** Return the item on the other side that gets the same time, where one is still open. */
function partnerOf(queue, index) {
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
function timeLeft(queue, from, seconds) {
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

const MOST_AWAY = 30 * 60_000; // after so long nobody is training any more: the clock stood still meanwhile
const LATE = 1_500; // a cue that is due for longer is not given any more
const SOON_AFTER = 3_000; // so early in a set, Back leads to the one before

/** Every method takes `now` in milliseconds; none waits for anything. */
export class Clock {
  phase = null; // { kind, index, ms, start, end, cues }
  pausedAt = null;
  #seen = 0;

  constructor(queue, seconds) {
    this.queue = queue;
    this.seconds = seconds;
  }

  get item() {
    return this.phase && this.queue[this.phase.index];
  }

  get isPaused() {
    return this.pausedAt !== null;
  }

  /** The milliseconds that are left of the phase. */
  left(now) {
    return this.phase ? Math.max(0, this.phase.end - (this.pausedAt ?? now)) : 0;
  }

  gone(now) {
    return this.phase ? this.phase.ms - this.left(now) : 0;
  }

  /** The milliseconds that are left of the session. */
  leftInAll(now) {
    if (!this.phase) return 0;
    const { kind, index } = this.phase;
    const rest = kind === "work" ? 0 : this.item.ms;
    return this.left(now) + rest + timeLeft(this.queue, index + 1, this.seconds);
  }

  /** The milliseconds until something changes that one can see: the next whole second of what is left. */
  untilNext(now) {
    return this.phase && !this.isPaused ? ((this.left(now) - 1) % 1000) + 1 : null;
  }

  /** Go to the first open set from an index on; true while there is one. */
  goTo(index, why, now) {
    const next = nextOpen(this.queue, index);
    this.pausedAt = null;
    this.#seen = now;
    this.#enter(next < this.queue.length ? leadIn(this.queue, next, why, this.seconds) : null, now);
    return this.phase !== null;
  }

  #enter(phase, start) {
    if (!phase) {
      this.phase = null;
      return;
    }
    this.phase = { ...phase, start, end: start + phase.ms, cues: cuesOf(phase, this.queue[phase.index]) };
  }

  /**
   * Run up to now, and return what happened on the way:
   * { name: "cue", cue } · { name: "done", item, at, amount } · { name: "phase" } · { name: "over", at } · { name: "away", ms }.
   */
  advance(now) {
    const events = [];
    const away = now - this.#seen;
    const seen = this.#seen;
    this.#seen = now;
    if (!this.phase || this.isPaused) return events;
    if (away < 0) {
      // The clock of the device was set back: what is left stays what it was.
      this.phase.start += away;
      this.phase.end += away;
    } else if (away > MOST_AWAY) {
      this.pausedAt = seen;
      return [{ name: "away", ms: away }];
    }
    while (this.phase && now >= this.phase.end) this.#finish(events, this.phase.end);
    while (this.phase?.cues.length && this.phase.start + this.phase.cues[0].at <= now) {
      const cue = this.phase.cues.shift();
      if (now - this.phase.start - cue.at < LATE) events.push({ name: "cue", cue });
    }
    return events;
  }

  #finish(events, at) {
    const { kind, index, ms } = this.phase;
    if (kind !== "work") {
      this.#enter(work(this.queue, index), at);
      events.push({ name: "phase" });
      return;
    }
    const item = this.queue[index];
    const partner = item.reps ? null : partnerOf(this.queue, index);
    if (partner) partner.ms = ms;
    events.push({ name: "done", item, at, amount: amountIn(item, ms) });
    item.status = "done";
    this.#on(events, index + 1, at);
  }

  #on(events, from, at) {
    const next = nextOpen(this.queue, from);
    this.#enter(next < this.queue.length ? leadIn(this.queue, next, "next", this.seconds) : null, at);
    events.push(this.phase ? { name: "phase" } : { name: "over", at });
  }

  pause(now) {
    if (this.phase && !this.isPaused) this.pausedAt = now;
  }

  resume(now) {
    if (!this.isPaused) return;
    this.phase.start += now - this.pausedAt;
    this.phase.end += now - this.pausedAt;
    this.pausedAt = null;
    this.#seen = now;
  }

  /** "Done": the set ends here, and the other side gets the same time. On the way to a set, it starts now. */
  done(now) {
    this.resume(now);
    const events = [];
    if (this.phase.kind === "work" && !this.item.reps) this.phase.ms = Math.max(1000, this.gone(now));
    this.#seen = now;
    this.#finish(events, now);
    return events;
  }

  /** Leave the set out, this one or the one to come. */
  skip(now) {
    this.resume(now);
    const events = [{ name: "skipped", item: this.item, at: now }];
    this.item.status = "skipped";
    this.#seen = now;
    this.#on(events, this.phase.index + 1, now);
    if (this.phase?.kind === "change" || this.phase?.kind === "rest") this.goTo(this.phase.index, "again", now);
    return events;
  }

  /** Back to the start of this set or, where that has hardly begun, to the one before. */
  back(now) {
    this.resume(now);
    const { kind, index } = this.phase;
    const isEarly = kind !== "work" || this.gone(now) < SOON_AFTER;
    const before = isEarly ? lastBefore(this.queue, index) : -1;
    const to = before < 0 ? index : before;
    reopen(this.queue[to]);
    this.goTo(to, "again", now);
    return [{ name: "phase" }];
  }
}
