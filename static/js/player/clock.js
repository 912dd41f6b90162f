/**
 * Runs a queue of sets by absolute times: where the session is follows from the time of day alone, so that nothing is
 * lost while the page sleeps. Every method takes `now` in milliseconds; none waits for anything.
 */
import { amountIn, cuesOf, lastBefore, leadIn, nextOpen, partnerOf, reopen, timeLeft, work } from "./timeline.js";

const MOST_AWAY = 30 * 60_000; // after so long nobody is training any more: the clock stood still meanwhile
const LATE = 1_500; // a cue that is due for longer is not given any more
const SOON_AFTER = 3_000; // so early in a set, Back leads to the one before

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
