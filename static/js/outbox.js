/**
 * What a person recorded, kept on the device until the server has it.
 *
 *   const outbox = await openOutbox({ user: 7, syncUrl: "/sessions/sync/" });
 *   await outbox.saveSet(session, set);   // now it is safe; it is sent by itself as soon as it can be
 *
 * Everything lies under its owner's key and is sent for that owner alone. A set leaves the outbox only when the server
 * named it as saved; what the server refused stays, and is listed, until it is corrected or discarded. The token that a
 * POST needs is fetched each time and never kept. Sending something twice is harmless, so nothing is ever waited for.
 */
import { Server } from "./outbox/server.js";
import { NAME, REJECTED, SENT, WAITING, answerOf, connect } from "./outbox/store.js";
import { joined, ownedBy, revision, transact } from "./outbox/store.js";

export { clearUser, forgetPlaces, isEmpty, keepsOfOthers } from "./outbox/store.js";

const MOST_SETS = 100; // a call; the server takes 500
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
const STOP_ABOVE = 5; // such pain has the site ask first, before anything more is prescribed

class Outbox extends EventTarget {
  #user;
  #server;
  #channel = new BroadcastChannel(NAME);
  #running = Promise.resolve();
  #next = null;
  #isFirst = true;
  answers = null; // the screening under which the site prescribes now, once it was heard of
  #timer = 0;
  #delay = FIRST_RETRY_MS;

  constructor(user, url) {
    super();
    this.#user = user;
    this.#server = new Server(user, url);
    this.#channel.onmessage = ({ data }) => data === user && this.dispatchEvent(new Event("change"));
    addEventListener("online", () => this.#start());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#start());
    this.#start();
  }

  /** Keep a completed set with its session's values so far; resolves once both are on the disk. */
  async saveSet(session, set) {
    await this.#keep(session, set);
  }

  /** Keep the session's values. Without a set it is sent once it has ended or a set of it was kept. */
  async saveSession(session) {
    await this.#keep(session, null);
  }

  async #keep(session, set) {
    const user = this.#user;
    const pains = [set?.pain, session.pain_before, session.pain_after];
    if (pains.some((pain) => pain > STOP_ABOVE)) navigator.serviceWorker?.controller?.postMessage({ sore: location.href });
    await transact("readwrite", async ({ sessions, sets }) => {
      const before = await answerOf(sessions.get([user, session.id]));
      const values = joined(before?.values, session);
      const begun = Boolean(set || before?.begun || values.finished_at);
      sessions.put({ user, id: session.id, values, begun, status: WAITING, revision: revision() });
      if (!set) return;
      const at = (await answerOf(sets.get([user, set.id])))?.at ?? Date.now();
      sets.put({ user, id: set.id, session: session.id, values: set, at, status: WAITING, revision: revision() });
    });
    this.#tell();
    this.#delay = FIRST_RETRY_MS;
    this.#start();
  }

  /** How many sets (and sessions without any) wait to be sent, and how many were refused. */
  async counts() {
    const { sessions, sets } = await this.#all();
    const covers = new Set(sets.filter((one) => one.status === WAITING).map((one) => one.session));
    const bare = sessions.filter((one) => one.status === WAITING && one.begun && !covers.has(one.id));
    const rejected = [...sessions, ...sets].filter((one) => one.status === REJECTED);
    return { waiting: sets.filter((one) => one.status === WAITING).length + bare.length, rejected: rejected.length };
  }

  /** What the server refused, oldest first: the id, its errors, its session's id, and the item as it was sent. */
  async rejected() {
    const { sessions, sets } = await this.#all();
    return [...sessions, ...sets]
      .filter((one) => one.status === REJECTED)
      .map(({ id, errors, session = id, values }) => ({ id, errors, session, item: values }));
  }

  /** Give up one item. A session stays as long as sets of it do, without the values that were refused. */
  async discard(id) {
    const key = [this.#user, id];
    await transact("readwrite", async ({ sessions, sets }) => {
      sets.delete(key);
      const session = await answerOf(sessions.get(key));
      if (!session) return;
      const own = (await answerOf(sets.getAll(ownedBy(this.#user)))).filter((one) => one.session === id);
      if (own.length === 0) {
        sessions.delete(key);
        return;
      }
      const refused = Object.keys(Array.isArray(session.errors) ? {} : (session.errors ?? {}));
      for (const name of refused) if (name !== "started_at") session.values[name] = null;
      sessions.put({ ...session, status: SENT, errors: undefined });
    });
    this.#tell();
  }

  /** The player's own place in a session. */
  async loadState(id) {
    return transact("readonly", async ({ states }) => (await answerOf(states.get([this.#user, id])))?.state ?? null);
  }

  async saveState(id, state) {
    await transact("readwrite", ({ states }) => void states.put({ user: this.#user, id, state }));
  }

  async dropState(id) {
    await transact("readwrite", ({ states }) => void states.delete([this.#user, id]));
  }

  /** Send what waits: "empty", "kept" where something was refused, "offline", or "signed-out". */
  flush() {
    // One run at a time, and at most one more that starts after it: that one sees everything kept until now.
    this.#next ??= this.#running.then(() => {
      this.#next = null;
      const run = this.#run();
      this.#running = run.catch(() => {});
      return run;
    });
    return this.#next;
  }

  /** Ask the site under which answers it prescribes now; "answers" is told, as with everything that is sent. */
  async ask() {
    const token = await this.#server.token();
    if (!token.stop) {
      this.answers = token.answers;
      this.dispatchEvent(new Event("answers"));
    }
    return token;
  }

  /** Flush without anybody waiting for it. What goes wrong is tried again with the next occasion. */
  #start() {
    this.flush().catch((error) => console.error(error));
  }

  async #run() {
    clearTimeout(this.#timer);
    const isFirst = this.#isFirst;
    // What was refused is tried once more with each page: a wrong clock goes right, a deleted session comes back.
    const work = () => this.#send(isFirst);
    const result = await (navigator.locks ? navigator.locks.request(`${NAME}:${this.#user}`, work) : work());
    if (result === "offline") {
      this.#timer = setTimeout(() => this.#start(), this.#delay);
      this.#delay = Math.min(this.#delay * 2, LAST_RETRY_MS);
    } else {
      this.#delay = FIRST_RETRY_MS;
      if (result !== "signed-out") this.#isFirst = false;
    }
    return result;
  }

  async #send(withRejected) {
    const tried = new Set();
    let token = null;
    for (;;) {
      const call = await this.#nextCall(tried, withRejected);
      if (!call) break;
      let answer = await this.#server.post(call, (token ??= await this.ask()));
      if (answer.status === 403) {
        token = await this.ask(); // it was too old
        answer = await this.#server.post(call, token);
      }
      if (answer.status === 403) return "signed-out";
      while (answer.status === 413 && call.sets.length > 1) {
        call.sets.splice(Math.ceil(call.sets.length / 2)); // the rest comes with the next call
        answer = await this.#server.post(call, token);
      }
      if (answer.stop) return answer.stop;
      await this.#settle(call, answer);
      for (const one of [call.session, ...call.sets]) tried.add(one.revision);
    }
    const { waiting, rejected } = await this.counts();
    return waiting || rejected ? "kept" : "empty";
  }

  /** Return a session with some of its sets that were not tried yet in this run, or null. */
  async #nextCall(tried, withRejected) {
    const { sessions, sets } = await this.#all();
    const wanted = withRejected ? [WAITING, REJECTED] : [WAITING];
    const isDue = (one) => wanted.includes(one.status) && !tried.has(one.revision);
    for (const session of sessions) {
      const due = sets.filter((one) => one.session === session.id && isDue(one)).slice(0, MOST_SETS);
      if (due.length || (isDue(session) && session.begun)) return { session, sets: due };
    }
    return null;
  }

  /** Write down what became of a call. What was changed meanwhile waits on. */
  async #settle({ session, sets }, { isOk, data }) {
    const saved = new Set(isOk ? data.saved : []);
    const errors = new Map(isOk ? data.rejected.map((one) => [one.id, one.errors]) : []);
    const refusal = isOk ? null : (data?.errors ?? []);
    const settle = async (store, sent, keepWhenSaved) => {
      const now = await answerOf(store.get([this.#user, sent.id]));
      if (now?.revision !== sent.revision) return;
      if (saved.has(sent.id)) {
        if (keepWhenSaved) store.put({ ...now, status: SENT, errors: undefined });
        else store.delete([this.#user, sent.id]);
      } else if (refusal || errors.has(sent.id)) {
        store.put({ ...now, status: REJECTED, errors: refusal ?? errors.get(sent.id) });
      }
    };
    await transact("readwrite", async (stores) => {
      for (const one of sets) await settle(stores.sets, one, false);
      const left = (await answerOf(stores.sets.getAll(ownedBy(this.#user)))).some((one) => one.session === session.id);
      await settle(stores.sessions, session, left || !session.values.finished_at);
    });
    this.#tell();
  }

  /** All sessions and sets of the person, each oldest first. */
  async #all() {
    const range = ownedBy(this.#user);
    return transact("readonly", async ({ sessions, sets }) => {
      const found = await Promise.all([sessions, sets].map((store) => answerOf(store.getAll(range))));
      return {
        sessions: found[0].sort((a, b) => (a.values.started_at < b.values.started_at ? -1 : 1)),
        sets: found[1].sort((a, b) => a.at - b.at || a.values.position - b.values.position),
      };
    });
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
    this.#channel.postMessage(this.#user);
  }
}

const opened = new Map();

/** Open the person's outbox, the same one for all of a page, and start to send what waits in it. */
export async function openOutbox({ user, syncUrl }) {
  await connect();
  const key = String(user);
  if (!opened.has(key)) opened.set(key, new Outbox(key, syncUrl));
  return opened.get(key);
}
