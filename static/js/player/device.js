/** What the player does with the device: settings kept in it, keys, the screen kept on, and cues. */
const KEY = "hm-player";
const DEFAULTS = { voice: true, sound: true, vibration: true, screen: true, keys: true };

export function readSettings() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { ...DEFAULTS };
  }
}

export function keepSettings(settings) {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Without storage they hold for this page.
  }
}

/** Keys of the running player, while they are switched on. What a focused control does with a key comes first. */
const ACTS = { " ": "pause", ArrowLeft: "back", ArrowRight: "next", "?": "settings" };

export function listenToKeys(act, isOn) {
  document.addEventListener("keydown", (event) => {
    const name = ACTS[event.key];
    if (!name || event.ctrlKey || event.metaKey || event.altKey || !isOn()) return;
    const focused = event.target.closest?.("button, a, input, textarea, select, summary");
    if (focused && event.key === " ") return;
    if (focused?.matches("input, textarea, select")) return;
    event.preventDefault();
    if (!event.repeat) act(name);
  });
}

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

/**
 * What can be heard and felt. All of it is shown as well, and each can be switched off.
 *
 * Voice and sound are unlocked by a tap: `prime()` belongs into the handler of the Start button, or iOS stays silent.
 */
const TONES = {
  count: [[660, 0, 0.09]],
  go: [[990, 0, 0.35]],
  end: [[523, 0, 0.18], [392, 0.2, 0.3]],
  half: [[660, 0, 0.09], [660, 0.16, 0.09]],
  rep: [[330, 0, 0.05]],
};
const BUZZES = { count: [40], go: [250], end: [120, 80, 120], half: [60, 80, 60] };
const LOUDNESS = 0.25;

export class Cues {
  #audio = null;

  constructor(settings, language) {
    this.settings = settings;
    this.language = language;
  }

  prime() {
    if (this.settings.sound) {
      const Audio = window.AudioContext ?? window.webkitAudioContext;
      this.#audio ??= Audio ? new Audio() : null;
      this.#audio?.resume?.();
    }
    if (this.settings.voice && window.speechSynthesis) speechSynthesis.speak(new SpeechSynthesisUtterance(""));
  }

  /** Give a signal: "count", "go", "end", "half" or "rep". */
  signal(name) {
    if (this.settings.sound) this.#play(TONES[name] ?? []);
    if (this.settings.vibration && BUZZES[name]) navigator.vibrate?.(BUZZES[name]);
  }

  /** Say something, and nothing that was still to be said before. */
  say(text) {
    if (!this.settings.voice || !window.speechSynthesis || !text) return;
    const words = new SpeechSynthesisUtterance(text);
    words.lang = this.language;
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  }

  hush() {
    window.speechSynthesis?.cancel();
    navigator.vibrate?.(0);
  }

  #play(tones) {
    const audio = this.#audio;
    if (audio?.state !== "running") {
      audio?.resume?.();
      return;
    }
    for (const [pitch, after, length] of tones) {
      const start = audio.currentTime + after;
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(LOUDNESS, start);
      gain.gain.exponentialRampToValueAtTime(0.001, start + length);
      tone.connect(gain).connect(audio.destination);
      tone.start(start);
      tone.stop(start + length);
    }
  }
}
