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
