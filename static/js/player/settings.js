/** What the person switched on and off, kept in this browser. */
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
