/**
 * <hm-player data-plan="{…}"> around the sheet of a session: leads through it exercise by exercise.
 *
 * Its markup comes in a <template>, its words in the plan, so that both are translated with the page. Without scripts,
 * or where the browser keeps nothing, the sheet stays as it is. The id of the session is that of the address: a copy of
 * the page from a cache serves any session.
 */
import { openOutbox } from "./outbox.js";
import { Clock, lastBefore, nextOpen, reopen } from "./player/clock.js";
import { Cues, WakeLock, keepSettings, listenToKeys, readSettings } from "./player/device.js";
import { Record, isOfEarlier } from "./player/record.js";
import { Running } from "./player/running.js";
import { Panels, Summary } from "./player/screens.js";
import { Stage, fill } from "./player/stage.js";

const MOST_WAIT = 8_000; // for the server, after Save

class Player extends HTMLElement {
  #settings = readSettings();
  #wake = new WakeLock();
  #isHeld = false;
  #isPointing = false;
  #isOpen = false; // there is something to start

  async connectedCallback() {
    this.plan = JSON.parse(this.dataset.plan);
    this.texts = this.plan.texts;
    this.session = location.pathname.match(/\/sessions\/([0-9a-f-]{36})\/play\//)[1];
    if (this.dataset.session !== this.session) Object.assign(this.plan, { done: [], swaps: [], startedAt: null, finishedAt: null });
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
    const { texts, plan, record } = this;
    this.clock = new Clock(queue, plan.seconds);
    this.cues = new Cues(this.#settings, document.documentElement.lang);
    this.summary = new Summary(this.#screen("summary"), texts);
    this.running = new Running({
      ...{ clock: this.clock, cues: this.cues, stage: new Stage(this, texts), record, texts, plan },
      over: (at) => this.#finish(at),
      kept: () => this.#tellWaiting(),
    });
    this.panels = new Panels(this, {
      texts,
      pause: () => this.running.pause(),
      resume: () => this.running.resume(),
      leaveOut: () => this.#act("leave-out"),
      closed: () => this.#isPointing && this.#focus(),
    });
    for (const item of queue) item.isSafe = item.status === "done";
    this.#listen();
    this.#showSettings();
    this.setAttribute("ready", "");
    if (record.state.stage === "summary") this.#showSummary();
    else this.#showStart();
    this.#heedAnswers();
  }

  /** With much pain before it there is no session to start; what was done can be logged all the same. */
  #showSore(isSore) {
    for (const one of this.querySelectorAll("[data-sore]")) one.hidden = !isSore;
    this.querySelector("[data-act=start]").hidden = isSore || !this.#isOpen;
  }

  #screen(name) {
    return this.querySelector(`[data-screen=${name}]`);
  }

  #show(name) {
    for (const one of this.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== name;
    this.setAttribute("screen", name);
    scrollTo(0, 0);
    if (name !== "start") this.#focus();
  }

  #focus() {
    this.#screen(this.getAttribute("screen")).querySelector("h1").focus({ preventScroll: true });
  }

  #listen() {
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("change", ({ target }) => {
      if (target.dataset.setting) this.#set(target);
      if (target.name === "pain_before") this.#showSore(target.value > this.plan.stopAbove);
    });
    this.summary.fill(this.record.state.form);
    this.summary.form.addEventListener("submit", (event) => this.#save(event));
    this.summary.form.addEventListener("input", () => this.record.keepForm(this.summary.typed).catch(() => {}));
    listenToKeys(
      (name) => this.#act(name),
      () => this.#settings.keys && this.getAttribute("screen") === "stage" && !this.panels.isOpen,
    );
    // What a browser took from its memory may be prescribed no more.
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    for (const name of ["visibilitychange", "pageshow"]) addEventListener(name, () => this.running.tick(), true);
    addEventListener("beforeunload", (event) => this.record.pending && event.preventDefault());
    this.outbox.addEventListener("change", () => this.#tellWaiting());
    this.outbox.addEventListener("answers", () => this.#heedAnswers());
    document.addEventListener("visibilitychange", () => document.hidden || this.outbox.ask());
  }

  #clicked(event) {
    const button = event.target.closest("[data-act], [data-pain], [data-choose]");
    if (!button) return;
    const { act, pain, choose } = button.dataset;
    // A double tap on Done is one: the second half of it must not start the next set.
    if ((act === "done" || act === "skip") && event.detail > 1) return;
    if (act) this.#act(act);
    else if (pain) this.#notePain(Number(pain));
    else this.#swap(choose);
    // After a tap or a click the keys belong to the player again; who goes by keyboard stays on the button.
    this.#isPointing = event.detail > 0;
    if (this.#isPointing && button.closest("[data-screen=stage]") && !this.panels.isOpen) this.#focus();
  }

  #act(name) {
    const { clock, running, panels } = this;
    const acts = {
      start: () => this.#start(),
      settings: () => panels.open("settings"),
      "take-over": () => location.reload(),
      finish: () => this.#finishHere(),
      "undo-finish": () => this.#undoFinish(),
    };
    const runningActs = {
      pause: () => (clock.isPaused ? running.resume() : running.pause()),
      done: () => running.done(),
      skip: () => running.skip(),
      next: () => (clock.phase.kind === "work" ? running.skip() : running.done()),
      back: () => running.back(),
      pain: () => panels.openPain(running.painful, running.stage.setWords(running.painful)),
      swap: () => panels.openSwap(clock.item, null),
      "leave-out": () => {
        panels.close({ isOver: true });
        running.leaveOut(panels.item.exercise);
      },
    };
    (acts[name] ?? (clock.phase && runningActs[name]))?.();
  }

  #showStart() {
    const { queue } = this.clock;
    const at = nextOpen(queue);
    const done = queue.filter((item) => item.status === "done").length;
    const isClosed = this.record.state.stage === "closed";
    const isOpen = (this.#isOpen = queue.length > 0 && !isClosed);
    this.#showDay();
    if (isOpen && done && at < queue.length) {
      const note = this.querySelector("[data-resumed]");
      note.textContent = fill(this.texts.partDone, { done, count: queue.length, name: queue[at].exercise.name });
      note.hidden = false;
      this.querySelector("[data-start]").textContent = this.texts.continue;
    }
    const nothing = this.querySelector("[data-nothing]");
    nothing.hidden = isOpen;
    this.querySelector("[data-act=start]").hidden = !isOpen;
    this.#show("start");
    if (!isClosed) return;
    nothing.textContent = this.texts.closed;
    this.outbox.flush().then((result) => result === "empty" && location.replace(this.#page));
  }

  /** Say whose day it is, where the page was kept on an earlier one, and what was left out for that. */
  #showDay() {
    const { isOld, capped } = this.record;
    const words = [fill(this.texts.otherDay, { day: this.plan.dayName })];
    const names = capped.map(({ name }) => name).join(", ");
    if (names) words.push(fill(this.texts.cappedOut, { names }));
    const note = this.querySelector("[data-other-day]");
    note.textContent = words.join(" ");
    note.hidden = !isOld;
    for (const { slug } of capped) this.querySelector(`.player [data-exercise="${slug}"]`)?.setAttribute("hidden", "");
  }

  /** The page of the session, once the server has it. */
  get #page() {
    return location.pathname.replace(/play\/$/, "");
  }

  #start() {
    if (isOfEarlier(this.plan) !== this.record.isOld) {
      location.reload(); // the night went by on this page
      return;
    }
    const now = Date.now();
    const chosen = this.querySelector("[name=pain_before]:checked");
    const why = this.record.state.startedAt === null ? "start" : "again";
    this.cues.prime();
    this.#hold();
    this.#wake.set(this.#settings.screen);
    const begun = this.record.begin(now, chosen && Number(chosen.value));
    begun.then(
      (isOurs) => (isOurs ? this.running.leaveOutDropped() : location.reload()),
      () => this.running.stage.notice(this.texts.notStored),
    );
    this.#show("stage");
    this.running.goTo(0, why, now);
  }

  /** Run this session in one tab alone: the one that was started last. */
  #hold() {
    if (this.#isHeld || !navigator.locks) return;
    this.#isHeld = true;
    const forGood = () => new Promise(() => {});
    navigator.locks.request(`hm-player:${this.session}`, { steal: true }, forGood).catch(() => this.#halt("elsewhere"));
  }

  /** What was prescribed under other answers, given in another tab or on another device, is not gone on with. */
  #heedAnswers() {
    const { answers } = this.outbox;
    const isOver = this.getAttribute("screen") === "summary";
    if (answers && answers !== this.plan.answers && !isOver) this.#halt("changed");
  }

  /** Stop where one is, under a panel whose only way on is to load the page anew. What was done is kept. */
  #halt(panel) {
    if (this.panels.at(panel).open) return;
    this.panels.close({ isOver: true });
    this.running.pause();
    this.panels.open(panel);
  }

  #notePain(pain) {
    const { item } = this.panels;
    const mustStop = this.running.notePain(item, pain);
    this.panels.close({ isOver: mustStop });
    if (mustStop) this.panels.openSwap(item, pain);
  }

  #swap(other) {
    this.panels.close({ isOver: true });
    this.running.swap(this.panels.item.exercise, other);
  }

  async #tellWaiting() {
    const { waiting, rejected } = await this.outbox.counts().catch(() => ({ waiting: 0, rejected: 0 }));
    const place = this.querySelector("[data-keep]");
    place.textContent = fill(this.texts.keep, { count: waiting + rejected });
    place.hidden = waiting + rejected === 0;
    if (this.getAttribute("screen") === "summary") this.summary.tell({ waiting, rejected, failed: this.record.failed });
    return rejected;
  }

  #finishHere() {
    this.panels.close({ isOver: true });
    this.running.goTo(this.clock.queue.length, "again", Date.now());
  }

  #finish(at) {
    const { queue } = this.clock;
    const isWhole = nextOpen(queue) === queue.length && queue.some((item) => item.status === "done");
    this.record.end(at, isWhole).catch(() => {});
    this.cues.say(this.texts.sessionDone);
    this.#showSummary();
  }

  #showSummary() {
    this.#wake.set(false);
    this.summary.show(this.clock.queue, this.running.slept);
    this.#show("summary");
    this.#tellWaiting();
  }

  #undoFinish() {
    const { queue } = this.clock;
    const open = nextOpen(queue);
    const at = open < queue.length ? open : Math.max(0, lastBefore(queue, open));
    reopen(queue[at]);
    this.record.reopen(queue[at]).catch(() => {});
    this.record.setStage("stage").catch(() => {});
    this.#hold();
    this.#wake.set(this.#settings.screen);
    this.#show("stage");
    this.running.goTo(at, "again", Date.now());
  }

  async #save(event) {
    event.preventDefault();
    if (this.clock.queue.every((item) => item.status === "open" && !item.was)) {
      // Nothing was done: there is nothing to log.
      await this.outbox.dropState(this.session);
      location.assign(this.dataset.today);
      return;
    }
    await this.running.leaveOutTheRest();
    const wait = new Promise((resolve) => setTimeout(() => resolve("offline"), MOST_WAIT));
    const result = await Promise.race([this.record.close(this.summary.values), wait]);
    const rejected = await this.#tellWaiting();
    if (!rejected && (result === "empty" || result === "kept")) location.assign(this.#page);
    else this.summary.stay(result);
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
