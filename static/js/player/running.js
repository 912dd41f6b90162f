/** The session as it runs: ticks, keeps each set the moment it is completed, and answers the person's taps. */
import { amountIn, swapped } from "./clock.js";
import { newId } from "./record.js";
import { fill } from "./stage.js";

const SLEPT = 30_000; // a page that was not heard of for so long says what it counted meanwhile

export class Running {
  #timer = 0;

  /** `over(at)` is told once no set is open any more, `kept()` whenever a set is safe on this device. */
  constructor({ clock, record, stage, cues, texts, plan, over, kept }) {
    Object.assign(this, { clock, record, stage, cues, texts, plan, over, kept });
    this.slept = "";
  }

  /** Go to the first open set from an index on, or to the end. */
  goTo(index, why, now) {
    if (this.clock.goTo(index, why, now)) this.#enter();
    else this.over(now);
    this.tick();
  }

  tick() {
    clearTimeout(this.#timer);
    if (!this.clock.phase) return;
    this.#heed(this.clock.advance(Date.now()));
    const now = Date.now();
    this.stage.tick(this.clock, now);
    const wait = this.clock.untilNext(now);
    if (wait !== null) this.#timer = setTimeout(() => this.tick(), wait);
  }

  done() {
    this.stage.notice("");
    this.#heed(this.clock.done(Date.now()));
    this.tick();
  }

  skip() {
    this.#heed(this.clock.skip(Date.now()));
    this.tick();
  }

  back() {
    this.clock.back(Date.now());
    this.record.reopen(this.clock.item).catch(() => this.#sayNotKept());
    this.stage.notice("");
    this.#enter();
    this.tick();
  }

  /** Pause, and say whether it was paused before. */
  pause() {
    const wasPaused = this.clock.isPaused;
    this.clock.pause(Date.now());
    this.cues.hush();
    this.tick();
    return wasPaused;
  }

  resume() {
    this.clock.resume(Date.now());
    this.tick();
  }

  /** The set that pain is noted for: the one under way, else the one just done. */
  get painful() {
    const { phase, queue, item } = this.clock;
    if (phase.kind === "work") return item;
    return queue.slice(0, phase.index).findLast((one) => one.status === "done") ?? item;
  }

  /** Note the pain of a set; with much of it the set ends here. Says whether the exercise must stop. */
  notePain(item, pain) {
    const now = Date.now();
    item.pain = pain;
    if (pain <= this.plan.stopAbove) {
      if (item.status === "done") this.#keep(item, now, item.amountDone);
      this.stage.notice(fill(this.texts.painNoted, { pain }));
      return false;
    }
    if (item === this.clock.item) {
      const isUnderWay = this.clock.phase.kind === "work";
      const amount = isUnderWay ? amountIn(item, this.clock.gone(now)) : null;
      const isSome = amount !== null && (amount.reps ?? amount.seconds) > 0;
      item.status = isSome || item.was ? "done" : "skipped";
      item.amountDone = isSome ? amount : (item.was?.amountDone ?? null);
    }
    this.#keep(item, now, item.amountDone);
    const words = fill(this.texts.stopped, { pain });
    this.cues.say(words);
    if (this.#openOf(item.exercise).length) return true;
    // It was the last set of its exercise: there is nothing left to stop.
    if (item === this.clock.item) this.goTo(0, "next", now);
    this.stage.notice(words);
    return false;
  }

  /** Do another exercise in the place of what is open of this one. */
  swap(exercise, other) {
    const open = this.#openOf(exercise);
    const standIn = exercise.standIns.find((one) => one.slug === other);
    const rounds = new Set(open.map((item) => item.number)).size;
    this.clock.queue = swapped(this.clock.queue, exercise.slug, standIn, rounds);
    for (const item of this.clock.queue) item.id ??= newId();
    this.record.swap(exercise.slug, other, rounds, this.clock.queue).catch(() => this.#sayNotKept());
    this.#goOnWithout(open);
  }

  /** Keep as left out what was dropped when the session was opened. */
  leaveOutDropped() {
    for (const item of this.record.dropped.splice(0)) this.#leave(item, Date.now());
  }

  leaveOut(exercise) {
    const open = this.#openOf(exercise);
    for (const item of open) item.isOut = true;
    this.#goOnWithout(open);
  }

  /** Leave out all that is still open, and wait until that is safe. */
  async leaveOutTheRest() {
    const open = this.clock.queue.filter((item) => item.status === "open");
    await Promise.all(open.map((item) => this.#leave(item, Date.now())));
  }

  /** Leave an item out; what was done of it before it was opened again stands, with the pain noted since. */
  #leave(item, at) {
    if (!item.was) {
      item.status = "skipped";
      return this.#keep(item, at, null);
    }
    if (item.pain !== item.was.pain) {
      item.status = "done";
      return this.#keep(item, at, item.was.amountDone);
    }
    item.isSafe = true;
    return this.record.restore(item).catch(() => this.#sayNotKept());
  }

  #sayNotKept() {
    this.stage.notice(this.texts.notStored);
  }

  #openOf(exercise) {
    return this.clock.queue.filter((item) => item.exercise.slug === exercise.slug && item.status === "open");
  }

  #goOnWithout(items) {
    const now = Date.now();
    for (const item of items) this.#leave(item, now);
    this.goTo(0, "next", now);
  }

  /** Act on what happened. After a sleep that may be much: all of it is kept, and the last of it is said. */
  #heed(events) {
    const ended = events.filter(({ name }) => name === "done" || name === "skipped");
    const over = events.find(({ name }) => name === "over");
    const isOn = events.some(({ name }) => name === "phase");
    for (const { name, item, at, amount } of ended) {
      if (name === "skipped") this.#leave(item, at);
      else this.#keep(item, at, amount);
    }
    if (ended.some(({ name }) => name === "done")) this.cues.signal("end");
    for (const { cue } of events.filter(({ name }) => name === "cue")) {
      this.cues.signal(cue.name);
      if (cue.name === "half") this.cues.say(this.texts.halfWay);
    }
    if (ended.length) this.stage.notice("");
    this.#tellSleep(events, ended);
    if (over) this.over(over.at);
    else if (isOn) this.#enter();
  }

  #tellSleep(events, ended) {
    const away = events.find(({ name }) => name === "away")?.ms;
    const slept = ended.length ? Date.now() - ended[0].at : 0;
    for (const { item } of ended) item.isGuess = slept >= SLEPT;
    if (!away && slept < SLEPT) return;
    const minutes = Math.max(1, Math.round((away ?? slept) / 60_000));
    this.slept = fill(away ? this.texts.awayLong : this.texts.away, { minutes, count: ended.length });
    this.stage.notice(this.slept);
  }

  #enter() {
    const { phase, queue } = this.clock;
    this.stage.enter(this.clock, this.plan);
    const words = this.stage.spoken(phase, queue);
    if (phase.kind === "work") this.cues.signal("go");
    this.cues.say(words);
    this.stage.announce(words);
  }

  async #keep(item, at, amount) {
    const isKept = await this.record.keep(item, at, amount);
    item.isSafe = isKept && item.status === "done";
    if (!isKept) this.#sayNotKept();
    this.stage.bar(this.clock.queue, this.clock.phase?.index ?? -1);
    this.kept();
  }
}
