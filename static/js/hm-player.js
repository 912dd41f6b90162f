/**
 * <hm-player data-plan="{…}"> around the sheet of a session: leads through it exercise by exercise.
 *
 * Its markup comes in a <template>, its words in the plan, so that both are translated with the page. Without scripts,
 * or where the browser keeps nothing, the sheet stays as it is. The id of the session is that of the address: a copy of
 * the page from a cache serves any session.
 */
import { openOutbox } from "./outbox.js";
import { Clock } from "./player/clock.js";
import { Cues } from "./player/cues.js";
import { listenToKeys } from "./player/keys.js";
import { Panels } from "./player/panels.js";
import { Record, newId } from "./player/record.js";
import { keepSettings, readSettings } from "./player/settings.js";
import { Stage, fill } from "./player/stage.js";
import { Summary } from "./player/summary.js";
import { amountIn, nextOpen, swapped } from "./player/timeline.js";
import { WakeLock } from "./player/wake.js";

const SLEPT = 30_000; // a page that was not heard of for so long says what it counted meanwhile
const MOST_WAIT = 8_000; // for the server, after Save

class Player extends HTMLElement {
  #timer = 0;
  #settings = readSettings();
  #wake = new WakeLock();

  async connectedCallback() {
    this.plan = JSON.parse(this.dataset.plan);
    this.texts = this.plan.texts;
    this.session = location.pathname.match(/\/sessions\/([0-9a-f-]{36})\/play\//)[1];
    if (this.dataset.session !== this.session) Object.assign(this.plan, { done: [], startedAt: null });
    try {
      this.outbox = await openOutbox({ user: this.plan.user, syncUrl: this.dataset.sync });
      const prescription = this.querySelector("[name=prescription]").value;
      this.record = new Record({ outbox: this.outbox, session: this.session, plan: this.plan, prescription });
      this.#build(await this.record.open());
    } catch (error) {
      this.setAttribute("failed", "");
      throw error;
    }
  }

  #build(queue) {
    this.append(this.querySelector("template[data-part=frame]").content.cloneNode(true));
    this.stage = new Stage(this.#screen("stage"), this.texts);
    this.summary = new Summary(this.#screen("summary"), this.texts);
    this.clock = new Clock(queue, this.plan.seconds);
    this.cues = new Cues(this.#settings, document.documentElement.lang);
    this.panels = new Panels(this, {
      texts: this.texts,
      pause: () => this.#pause(),
      resume: () => this.#resume(),
      leaveOut: () => this.#leaveOut(Date.now()),
    });
    for (const item of queue) item.isSafe = item.status === "done";
    this.#listen();
    this.#showSettings();
    this.setAttribute("ready", "");
    if (this.record.state.stage === "summary") this.#showSummary();
    else this.#showStart();
  }

  #screen(name) {
    return this.querySelector(`[data-screen=${name}]`);
  }

  #show(name) {
    for (const one of this.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== name;
    this.setAttribute("screen", name);
    scrollTo(0, 0);
  }

  #listen() {
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("change", ({ target }) => target.dataset.setting && this.#set(target));
    this.summary.form.addEventListener("submit", (event) => this.#save(event));
    listenToKeys(
      (name) => this.#act(name),
      () => this.#settings.keys && this.getAttribute("screen") === "stage" && !this.panels.isOpen,
    );
    document.addEventListener("visibilitychange", () => this.#tick());
    addEventListener("pageshow", () => this.#tick());
    addEventListener("beforeunload", (event) => this.record.pending && event.preventDefault());
    this.outbox.addEventListener("change", () => this.#tellWaiting());
  }

  #clicked(event) {
    const button = event.target.closest("[data-act], [data-pain], [data-choose]");
    if (!button) return;
    if (button.dataset.act) this.#act(button.dataset.act);
    else if (button.dataset.pain) this.#notePain(Number(button.dataset.pain));
    else this.#swap(button.dataset.choose);
    // After a tap or a click the keys belong to the player again; who goes by keyboard stays on the button.
    if (event.detail > 0 && button.closest("[data-screen=stage]")) this.#focus("stage");
  }

  #act(name) {
    const now = Date.now();
    const { clock } = this;
    if (name === "start") this.#start(now);
    else if (name === "settings") this.panels.open("settings");
    else if (name === "take-over") location.reload();
    else if (name === "finish") this.#finishHere(now);
    else if (name === "undo-finish") this.#undoFinish(now);
    else if (name === "leave-out") this.#leaveOut(now);
    else if (!clock.phase) return;
    else if (name === "pause") (clock.isPaused ? () => this.#resume() : () => this.#pause())();
    else if (name === "done") this.#heed(clock.done(now));
    else if (name === "skip" || (name === "next" && clock.phase.kind === "work")) this.#heed(clock.skip(now));
    else if (name === "next") this.#heed(clock.done(now));
    else if (name === "back") this.#back(now);
    else if (name === "pain") this.#openPain();
    else if (name === "swap") this.panels.openSwap(clock.item, null);
    this.#tick();
  }

  #showStart() {
    const { queue } = this.clock;
    const at = nextOpen(queue);
    const done = queue.filter((item) => item.status === "done").length;
    const isClosed = this.record.state.stage === "closed";
    const isOpen = queue.length > 0 && !isClosed;
    if (done && at < queue.length && !isClosed) {
      const note = this.querySelector("[data-resumed]");
      note.textContent = fill(this.texts.partDone, { done, count: queue.length, name: queue[at].exercise.name });
      note.hidden = false;
      this.querySelector("[data-start]").textContent = this.texts.continue;
    }
    const nothing = this.querySelector("[data-nothing]");
    nothing.hidden = isOpen;
    if (isClosed) nothing.textContent = this.texts.closed;
    this.querySelector("[data-act=start]").hidden = !isOpen;
    this.#show("start");
  }

  #start(now) {
    this.cues.prime();
    this.#hold();
    const { queue } = this.clock;
    const chosen = this.querySelector("[name=pain_before]:checked");
    const isNew = this.record.state.startedAt === null;
    this.record.begin(now, chosen && Number(chosen.value)).catch(() => this.stage.notice(this.texts.notStored));
    this.#wake.set(this.#settings.screen);
    this.#show("stage");
    if (this.clock.goTo(nextOpen(queue), isNew ? "start" : "again", now)) this.#enter();
    else this.#finish(now);
    this.#focus("stage");
  }

  /** Run this session in one tab alone: the one that was started last. */
  #hold() {
    if (this.isHeld || !navigator.locks) return;
    this.isHeld = true;
    navigator.locks
      .request(`hm-player:${this.session}`, { steal: true }, () => new Promise(() => {}))
      .catch(() => {
        this.panels.close({ isOver: true });
        this.#pause();
        this.panels.open("elsewhere");
      });
  }

  #tick() {
    clearTimeout(this.#timer);
    if (!this.clock?.phase) return;
    this.#heed(this.clock.advance(Date.now()));
    const now = Date.now();
    this.stage.tick(this.clock, now);
    const wait = this.clock.untilNext(now);
    if (wait !== null) this.#timer = setTimeout(() => this.#tick(), wait);
  }

  /** Act on what happened. After a sleep that may be much: all of it is kept, and the last of it is said. */
  #heed(events) {
    const done = events.filter((event) => event.name === "done" || event.name === "skipped");
    for (const { item, at, amount } of done) this.#keep(item, at, amount ?? null);
    const over = events.find((event) => event.name === "over");
    const away = events.find((event) => event.name === "away");
    if (done.some((event) => event.name === "done")) this.cues.signal("end");
    for (const { cue } of events.filter((event) => event.name === "cue")) {
      this.cues.signal(cue.name);
      if (cue.name === "half") this.cues.say(this.texts.halfWay);
    }
    const first = done[0]?.at ?? Date.now();
    const slept = Date.now() - first;
    if (away) this.#tellAway(this.texts.awayLong, away.ms, 0);
    else if (slept > SLEPT) this.#tellAway(this.texts.away, slept, done.length);
    else if (events.some((event) => event.name === "phase")) this.stage.notice("");
    if (over) this.#finish(over.at);
    else if (events.some((event) => event.name === "phase")) this.#enter();
  }

  #tellAway(text, ms, count) {
    const words = fill(text, { minutes: Math.max(1, Math.round(ms / 60_000)), count });
    this.stage.notice(words);
    const place = this.querySelector("[data-away]");
    place.textContent = words;
    place.hidden = false;
  }

  #enter() {
    const { phase, queue } = this.clock;
    this.stage.enter(this.clock, this.plan);
    this.stage.tick(this.clock, Date.now());
    const words = this.stage.spoken(phase, queue);
    if (phase.kind === "work") this.cues.signal("go");
    this.cues.say(words);
    this.querySelector("[data-live]").textContent = words;
  }

  async #keep(item, at, amount) {
    const isKept = await this.record.keep(item, at, amount);
    item.isSafe = isKept && item.status === "done";
    if (!isKept) this.stage.notice(this.texts.notStored);
    this.stage.bar(this.clock.queue, this.clock.phase?.index ?? -1);
    this.#tellWaiting();
  }

  async #tellWaiting() {
    const { waiting, rejected } = await this.outbox.counts().catch(() => ({ waiting: 0, rejected: 0 }));
    const place = this.querySelector("[data-keep]");
    place.textContent = fill(this.texts.keep, { count: waiting + rejected });
    place.hidden = waiting + rejected === 0;
    if (this.getAttribute("screen") === "summary") this.summary.tell(this.outbox, this.record.failed);
  }

  /** Pause, and say whether it was paused before. */
  #pause() {
    const wasPaused = this.clock.isPaused;
    this.clock.pause(Date.now());
    this.cues.hush();
    this.#tick();
    return wasPaused;
  }

  #resume() {
    this.clock.resume(Date.now());
    this.stage.notice("");
    this.#tick();
  }

  #back(now) {
    this.clock.back(now);
    this.record.reopen(this.clock.item).catch(() => {});
    this.clock.item.isSafe = false;
    this.stage.notice("");
    this.#enter();
  }

  /** The set that pain is noted for: the one under way, else the one just done. */
  get #painful() {
    const { phase, queue, item } = this.clock;
    if (phase.kind === "work") return item;
    return queue.slice(0, phase.index).findLast((one) => one.status === "done") ?? item;
  }

  #openPain() {
    const item = this.#painful;
    this.panels.openPain(item, [this.stage.sideOf(item), this.stage.setOf(item)].filter(Boolean).join(", "));
  }

  #notePain(pain) {
    const now = Date.now();
    const { item } = this.panels;
    const isNow = item === this.clock.item;
    item.pain = pain;
    if (pain > this.plan.stopAbove) {
      const amount = isNow && this.clock.phase.kind === "work" ? amountIn(item, this.clock.gone(now)) : null;
      if (isNow) item.status = (amount?.reps ?? amount?.seconds) > 0 ? "done" : "skipped";
      this.#keep(item, now, isNow ? (item.status === "done" ? amount : null) : item.amountDone);
      this.panels.close({ isOver: true });
      this.panels.openSwap(item, pain);
      this.cues.say(fill(this.texts.stopped, { pain }));
      return;
    }
    if (item.status === "done") this.#keep(item, now, item.amountDone);
    this.panels.close();
    this.stage.notice(fill(this.texts.painNoted, { pain }));
  }

  #swap(other) {
    const now = Date.now();
    const { slug, standIns } = this.panels.item.exercise;
    this.panels.close({ isOver: true });
    const open = this.clock.queue.filter((item) => item.exercise.slug === slug && item.status === "open");
    this.clock.queue = swapped(this.clock.queue, slug, standIns.find((one) => one.slug === other));
    for (const item of this.clock.queue) item.id ??= newId();
    this.record.swap(slug, other).catch(() => {});
    this.#goOn(open, now);
  }

  #leaveOut(now) {
    const { slug } = this.panels.item.exercise;
    this.panels.close({ isOver: true });
    const open = this.clock.queue.filter((item) => item.exercise.slug === slug && item.status === "open");
    for (const item of open) item.status = "skipped";
    this.#goOn(open, now);
  }

  #goOn(leftOut, now) {
    for (const item of leftOut) this.#keep(item, now, null);
    if (this.clock.goTo(0, "next", now)) this.#enter();
    else this.#finish(now);
    this.#tick();
  }

  #finishHere(now) {
    this.panels.close({ isOver: true });
    this.clock.goTo(this.clock.queue.length, "again", now);
    this.#finish(now);
  }

  #finish(at) {
    this.record.setStage("summary", at).catch(() => {});
    this.cues.say(this.texts.sessionDone);
    this.#showSummary();
  }

  #showSummary() {
    this.#wake.set(false);
    this.summary.show(this.clock.queue);
    this.#show("summary");
    this.#tellWaiting();
    this.#focus("summary");
  }

  #undoFinish(now) {
    const { queue } = this.clock;
    const at = Math.min(nextOpen(queue), queue.length - 1);
    queue[at].status = "open";
    this.record.reopen(queue[at]).catch(() => {});
    this.record.setStage("stage").catch(() => {});
    this.#show("stage");
    this.clock.goTo(at, "again", now);
    this.#enter();
    this.#focus("stage");
  }

  async #save(event) {
    event.preventDefault();
    const { queue } = this.clock;
    if (!queue.some((item) => item.status !== "open")) {
      await this.outbox.dropState(this.session);
      location.assign(this.dataset.today);
      return;
    }
    const now = Date.now();
    const open = queue.filter((item) => item.status === "open");
    for (const item of open) item.status = "skipped";
    await Promise.all(open.map((item) => this.#keep(item, now, null)));
    const wait = new Promise((resolve) => setTimeout(() => resolve("offline"), MOST_WAIT));
    const result = await Promise.race([this.record.close(this.summary.values), wait]);
    await this.#tellWaiting();
    const { rejected } = await this.outbox.counts();
    if ((result === "empty" || result === "kept") && !rejected) location.assign(location.pathname.replace(/play\/$/, ""));
    else this.summary.stay(result);
  }

  #focus(screen) {
    this.#screen(screen).querySelector("h1").focus({ preventScroll: true });
  }

  #set({ dataset, checked }) {
    this.#settings[dataset.setting] = checked;
    keepSettings(this.#settings);
    this.#showSettings();
    if (this.getAttribute("screen") === "stage") this.#wake.set(this.#settings.screen);
    this.cues.prime();
  }

  #showSettings() {
    for (const box of this.querySelectorAll("[data-setting]")) box.checked = this.#settings[box.dataset.setting];
  }
}

customElements.define("hm-player", Player);
