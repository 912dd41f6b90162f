/** Keeps the screen on while the session runs, where the browser can. Nothing depends on it. */
export class WakeLock {
  #lock = null;
  #wanted = false;

  constructor() {
    // The browser lets go of it whenever the page is hidden: ask again on return.
    document.addEventListener("visibilitychange", () => this.#ask());
  }

  set(wanted) {
    this.#wanted = wanted;
    if (wanted) this.#ask();
    else this.#lock?.release().catch(() => {});
  }

  async #ask() {
    if (!this.#wanted || document.visibilityState !== "visible" || !navigator.wakeLock) return;
    if (this.#lock && !this.#lock.released) return;
    this.#lock = await navigator.wakeLock.request("screen").catch(() => null);
    if (!this.#wanted) this.#lock?.release().catch(() => {});
  }
}
