/**
 * Gives every `a[data-start]` the id of a new session whenever the page is shown: one that comes back from the
 * browser's memory or from a cache must not lead into the session that was begun from it before.
 */
const PLAY = /\/sessions\/[0-9a-f-]{36}\/play\//;

function freshId() {
  // Only secure pages have randomUUID; the bits of version 4 are set by hand elsewhere.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

addEventListener("pageshow", () => {
  for (const link of document.querySelectorAll("a[data-start]")) {
    link.setAttribute("href", link.getAttribute("href").replace(PLAY, `/sessions/${freshId()}/play/`));
  }
});
