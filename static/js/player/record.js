/**
 * What is kept of a session: each set in the outbox the moment it is completed, and the player's own place beside it.
 *
 * The outbox brings the sets to the server; `state` lets this device go on where it was, also without a connection.
 */
import { keyOf, queueOf, swapped } from "./clock.js";

/** A random id, also where the page is not secure and `crypto.randomUUID` is missing. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Whether a plan is of an earlier day than today is for the person. */
export function isOfEarlier({ day, zone }) {
  // Swedish dates are those of ISO.
  return day < new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(Date.now());
}

const isoOf = (moment) => (moment === null ? null : new Date(moment).toISOString());

export class Record {
  // `finishedAt` is when it was stopped last, `endedAt` what the site was told, once.
  state = {
    ...{ stage: "start", startedAt: null, finishedAt: null, endedAt: null, painBefore: null },
    ...{ items: {}, swaps: [], last: 0 },
  };
  pending = 0; // sets that are not safe on this device yet
  failed = 0;
  isOld = false; // the plan is of an earlier day
  capped = []; // what it loses for that
  #found = null; // the state as it was when the page was opened

  constructor({ outbox, session, plan, prescription }) {
    Object.assign(this, { outbox, session, plan, prescription });
  }

  /** Return the queue as it stands: as prescribed, with what the server and this device know of it. */
  async open() {
    const stored = await this.outbox.loadState(this.session);
    this.#found = JSON.stringify(stored);
    if (stored) this.state = { ...this.state, ...stored };
    this.state.startedAt ??= this.plan.startedAt ? Date.parse(this.plan.startedAt) : null;
    this.state.endedAt ??= this.plan.finishedAt ? Date.parse(this.plan.finishedAt) : null;
    this.isOld = isOfEarlier(this.plan);
    if (this.isOld) this.#dropCapped();
    // What another device did in the place of an exercise; what this one did is known better.
    const { swaps } = this.state;
    const isKnown = ({ slug, other }) => swaps.some((one) => one.slug === slug && one.other === other);
    swaps.push(...(this.plan.swaps ?? []).filter((one) => !isKnown(one)));
    let queue = queueOf(this.plan);
    for (const { slug, other, rounds } of swaps) {
      const from = this.plan.exercises.find((one) => one.slug === slug);
      const standIn = from?.standIns.find((one) => one.slug === other);
      if (standIn) queue = swapped(queue, slug, standIn, rounds);
    }
    const known = {};
    for (const set of this.plan.done) {
      const { id, pain, reps, seconds } = set;
      const status = set.skipped ? "skipped" : "done";
      known[`${set.position}/${set.exercise}/${set.side}`] = { id, pain, status, amountDone: { reps, seconds } };
    }
    for (const item of queue) this.#recall(item, known[keyOf(item)], this.state.items[keyOf(item)]);
    this.dropped = this.#dropStopped(queue);
    this.queue = queue;
    return queue;
  }

  /** Drop what has a ceiling and was not begun: nobody knows what is used up today. */
  #dropCapped() {
    const done = this.plan.done.filter(({ skipped }) => !skipped).map(({ exercise }) => exercise);
    const kept = Object.entries(this.state.items).filter(([, { status, was }]) => status === "done" || was);
    const begun = new Set([...done, ...kept.map(([key]) => key.split("/")[1])]);
    const isIn = (one) => !one.capped || begun.has(one.slug);
    const { exercises } = this.plan;
    this.capped = exercises.filter((one) => !isIn(one));
    this.plan.exercises = exercises.filter(isIn);
    for (const one of this.plan.exercises) one.standIns = one.standIns.filter(isIn);
  }

  /** Leave out what is open of exercises that hurt too much, are stopped or were swapped, and return it. */
  #dropStopped(queue) {
    const sore = new Set(queue.filter((item) => item.pain > this.plan.stopAbove).map((item) => item.exercise));
    const isStopped = ({ exercise, isOut }) => isOut || exercise.isStopped || sore.has(exercise);
    const open = queue.filter((item) => item.status === "open" && isStopped(item));
    for (const item of open) Object.assign(item, { status: item.was ? "done" : "skipped", isOut: true });
    return open;
  }

  /** Put on an item what the server and this device know of it. What is to be done again is open, whatever is stored. */
  #recall(item, stored, kept) {
    const isEnded = kept?.status === "done" || kept?.status === "skipped";
    const isAgain = kept?.status === "again";
    const { status, pain, amountDone } = { status: "open", pain: null, ...stored, ...(isEnded ? kept : kept?.was) };
    const id = stored?.id ?? kept?.id ?? newId();
    Object.assign(item, { id, pain, amountDone, status: isAgain ? "open" : status, was: kept?.was ?? null });
  }

  /** Begin, and say true; not where another tab has gone on since this page was opened. */
  async begin(now, painBefore) {
    this.state.startedAt ??= now;
    this.state.painBefore ??= painBefore;
    this.state.stage = "stage";
    if (JSON.stringify(await this.outbox.loadState(this.session)) !== this.#found) return false;
    await this.#keepIds();
    return true;
  }

  /** Keep the ids before anything is done: a set that is done once more after a crash is still the same set. */
  async #keepIds() {
    for (const item of this.queue) this.state.items[keyOf(item)] ??= { status: item.status, id: item.id };
    await this.#keepState();
  }

  /** Keep a set as done or left out; resolves once it is safe on this device. */
  async keep(item, at, amount) {
    // What is said of a set later counts as a later completion, or it would be taken for an old copy.
    this.state.last = Math.max(at, this.state.last + 1);
    const completed = this.state.last;
    const { status, id, pain } = item;
    Object.assign(item, { amountDone: amount, was: null });
    this.state.items[keyOf(item)] = { status, id, pain, amountDone: amount };
    this.pending += 1;
    try {
      await this.outbox.saveSet(this.#session(), {
        id,
        exercise: item.exercise.slug,
        position: item.position,
        side: item.side,
        reps: amount?.reps ?? null,
        seconds: amount?.seconds ?? null,
        distance_m: null,
        load_kg: item.load && amount ? Number(item.load) : null,
        pain,
        skipped: status === "skipped",
        completed_at: isoOf(completed),
      });
      await this.#keepState();
      return true;
    } catch {
      this.failed += 1;
      return false;
    } finally {
      this.pending -= 1;
    }
  }

  /** Note that a set is to be done again. What was kept of it stands until then. */
  async reopen({ id, was, ...item }) {
    this.state.items[keyOf(item)] = { status: "again", id, was };
    await this.#keepState();
  }

  /** Note that what was done of a set stands: it was not done again. */
  async restore(item) {
    const { id, pain, amountDone } = Object.assign(item, { status: "done", ...item.was, was: null });
    this.state.items[keyOf(item)] = { status: "done", id, pain, amountDone };
    await this.#keepState();
  }

  async swap(slug, other, rounds, queue) {
    this.queue = queue;
    this.state.swaps.push({ slug, other, rounds });
    await this.#keepIds();
  }

  /** Keep what was typed at the end, until it is saved. */
  async keepForm(form) {
    this.state.form = form;
    await this.#keepState();
  }

  async setStage(stage, finishedAt = null) {
    this.state.stage = stage;
    this.state.finishedAt = finishedAt;
    await this.#keepState();
  }

  /** Note the end. The last set finishes the session, also if nobody says how it was any more. */
  async end(at, isWhole) {
    if (isWhole) this.state.endedAt ??= Math.max(at, this.state.startedAt);
    await this.setStage("summary", at);
    if (isWhole) await this.outbox.saveSession({ ...this.#session(), finished_at: isoOf(this.state.endedAt) });
  }

  /** Keep what closes the session, and bring everything to the server; returns what the flush came to. */
  async close({ pain_after, effort, notes }) {
    await this.outbox.saveSession({
      ...this.#session(),
      finished_at: isoOf(this.state.endedAt ?? Math.max(this.state.finishedAt ?? 0, this.state.startedAt)),
      pain_after,
      effort,
      notes,
    });
    await this.setStage("closed", this.state.finishedAt);
    return this.outbox.flush();
  }

  #session() {
    return {
      id: this.session,
      routine: this.plan.routine,
      started_at: isoOf(this.state.startedAt),
      finished_at: null,
      effort: null,
      pain_before: this.state.painBefore,
      pain_after: null,
      notes: "",
      prescription: this.prescription,
    };
  }

  #keepState() {
    return this.outbox.saveState(this.session, this.state);
  }
}
