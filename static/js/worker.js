/**
 * The service worker: what a person needs for training is kept on the device, and answers when the network does not.
 *
 * Kept are the pages that Today names (`hm-offline` sends the list): Today itself, the routines that are due with their
 * exercises, an empty log; and until the next visit of Today the sessions and logs that were opened. Each person's pages lie in a cache of their own; a page that shows another person, or a
 * sign-out, deletes it. Pages come from the network first. What was prescribed under old answers is never shown: sending
 * the screening deletes all kept pages at once, and Today brings them anew.
 */
const STATIC = "hm-static";
const PAGES = "hm-pages:";
const NOTES = "hm-notes"; // whose device it is now, and whether what is kept is fresh
const OFFLINE = "/offline/";

const SLOW_MS = 4000; // then a kept page is shown, if there is one
const FRESH_MS = 15 * 60 * 1000; // so long Today does not fetch again what nobody changed
const MOST_FILES = 400; // of several deployments
const BROKEN = new Set([502, 503, 504]);

const HASHED = /^\/static\/.+\.[0-9a-f]{12}\.\w+$/;
const PLAY = /^\/sessions\/[0-9a-f-]{36}\/play\/$/;
const LOG = "/sessions/new/";
const SYNC = "/sessions/sync/";

/** Where a page is kept: a routine's player is the same for every session's id. */
function keyOf(url) {
  const { pathname, search } = new URL(url, location.origin);
  return (PLAY.test(pathname) && search ? "/sessions/play/" : pathname) + search;
}

async function note(name, value) {
  const notes = await caches.open(NOTES);
  if (value === undefined) return (await notes.match(`/${name}`))?.text() ?? "";
  await notes.put(`/${name}`, new Response(value));
  return value;
}

async function forgetPages(except = "") {
  const names = await caches.keys();
  await Promise.all(names.filter((one) => one.startsWith(PAGES) && one !== PAGES + except).map((one) => caches.delete(one)));
}

/** From now on the device is this person's; "" for nobody's. */
async function belongTo(user) {
  await forgetPages(user);
  await note("user", user);
}

/** Return the page as it is kept. A session goes on with its own page, with what was prescribed when it began. */
async function keptPage(url) {
  const user = await note("user");
  if (!user) return undefined;
  const cache = await caches.open(PAGES + user);
  const { pathname } = new URL(url);
  return (PLAY.test(pathname) && (await cache.match(pathname))) || cache.match(keyOf(url));
}

async function offlinePage() {
  return (await (await caches.open(STATIC)).match(OFFLINE)) ?? Response.error();
}

async function fromNetwork(request, patience) {
  const answer = fetch(request);
  if (!patience) return answer;
  answer.catch(() => {}); // when it fails after it was given up
  const late = new Promise((_, reject) => setTimeout(reject, patience, new Error("slow")));
  return Promise.race([answer, late]);
}

const isOpened = ({ url }) => PLAY.test(new URL(url).pathname) || new URL(url).pathname === LOG;

/** Keep the page of a session that is played, or of a log: it must come back after a reload without a connection. */
async function keepOpened(response) {
  const user = await note("user");
  const text = await response.clone().text();
  const { pathname } = new URL(response.url);
  // A log that came back with what was typed is one session's alone.
  if (!user || !text.includes(`<hm-offline user="${user}"`) || / posted>/.test(text)) return;
  await keepFiles(text, location.origin);
  await (await caches.open(PAGES + user)).put(PLAY.test(pathname) ? pathname : keyOf(response.url), response);
}

async function showPage(event) {
  const { request } = event;
  const kept = await keptPage(request.url);
  try {
    const response = await fromNetwork(request, kept ? SLOW_MS : 0);
    if (response.ok && isOpened(request)) event.waitUntil(keepOpened(response.clone()));
    return kept && BROKEN.has(response.status) ? kept : response;
  } catch {
    return kept ?? offlinePage();
  }
}

async function showFile(request) {
  const cache = await caches.open(STATIC);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

async function sendForm(request, pathname) {
  // Whatever is changed may change what is due; other answers change what may be prescribed at all.
  const isScreening = pathname === "/screening/";
  if (isScreening) await forgetPages();
  await note("kept", "0");
  try {
    return await fetch(request);
  } catch {
    return offlinePage();
  } finally {
    // Another tab may have kept a page under the old answers meanwhile.
    if (isScreening) await forgetPages();
  }
}

/** Keep the static files that a text names, and those that they import in turn. */
async function keepFiles(text, base) {
  const cache = await caches.open(STATIC);
  const named = text.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g);
  const imported = text.matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+\.js)"/g);
  const urls = [...named, ...imported].map((one) => new URL(one[1], base)).filter((one) => HASHED.test(one.pathname));
  await Promise.all(
    urls.map(async (url) => {
      if (await cache.match(url)) return;
      const response = await fetch(url);
      if (!response.ok) return;
      await cache.put(url, response.clone());
      if (url.pathname.endsWith(".js")) await keepFiles(await response.text(), url);
    }),
  );
}

async function keepPage(cache, user, path) {
  const response = await fetch(path, { redirect: "manual", cache: "no-store" });
  // A way to the screening, or nothing at all: what was prescribed there before is not shown any more either.
  if (!response.ok && response.status < 500) await cache.delete(keyOf(path));
  if (!response.ok) return;
  const text = await response.clone().text();
  // Somebody else may have signed in while this was under way.
  if (!text.includes(`<hm-offline user="${user}"`)) return;
  await keepFiles(text, location.origin);
  await cache.put(keyOf(path), response);
}

/** Keep exactly these pages of a person, anew unless they are fresh. */
async function keepPages(user, paths) {
  if ((await note("user")) !== user) return;
  const cache = await caches.open(PAGES + user);
  const wanted = new Map(paths.map((path) => [keyOf(path), path]));
  const kept = new Set((await cache.keys()).map((one) => keyOf(one.url)));
  const gone = [...kept].filter((key) => !wanted.has(key));
  for (const key of gone) await cache.delete(key);
  // Where Today leads no longer to what it did, something was changed on another device: its own copy is old, too.
  const isFresh = !gone.length && Date.now() - Number(await note("kept")) < FRESH_MS;
  const missing = [...wanted].filter(([key]) => !isFresh || !kept.has(key));
  if (!missing.length) return;
  await note("kept", String(Date.now()));
  for (const [, path] of missing) await keepPage(cache, user, path);
  const files = await caches.open(STATIC);
  const stored = (await files.keys()).filter((one) => new URL(one.url).pathname !== OFFLINE);
  await Promise.all(stored.slice(0, Math.max(0, stored.length - MOST_FILES)).map((one) => files.delete(one)));
}

async function keepOfflinePage() {
  const response = await fetch(OFFLINE, { cache: "no-store" });
  if (!response.ok) return;
  await keepFiles(await response.clone().text(), location.origin);
  await (await caches.open(STATIC)).put(OFFLINE, response);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepOfflinePage());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { user, paths, signingOut } = event.data ?? {};
  const work = async () => {
    await belongTo(signingOut ? "" : String(user));
    if (paths) await keepPages(String(user), paths).catch(() => {}); // without a connection, what is kept stays
    event.ports[0]?.postMessage("done");
  };
  event.waitUntil(work());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || pathname.startsWith("/admin/")) return;
  if (HASHED.test(pathname)) event.respondWith(showFile(request));
  else if (request.mode === "navigate" && request.method === "GET") event.respondWith(showPage(event));
  else if (request.mode === "navigate" && request.method === "POST") event.respondWith(sendForm(request, pathname));
  else if (pathname === SYNC && request.method === "POST") event.waitUntil(note("kept", "0"));
});
