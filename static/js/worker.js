/**
 * The service worker: what a person needs for training is kept on the device, and answers when the network does not.
 *
 * Kept are the pages that Today names (`hm-offline` sends the list): Today itself, the routines that are due with their
 * exercises, an empty log; and the sessions that were opened last. Pages come from the network first.
 *
 * They lie in a cache of their person and that person's answers to the screening. A page that shows another person or
 * other answers, or a sign-out, deletes it; sending the screening does so at once. So what was prescribed under old
 * answers is never shown, whichever device they were changed on.
 */
const STATIC = "hm-static";
const PAGES = "hm-pages:";
const NOTES = "hm-notes"; // whose device it is now, under which answers, and whether what is kept is fresh
const OFFLINE = "/offline/";

const SLOW_MS = 4000; // then a kept page is shown, if there is one
const FRESH_MS = 15 * 60 * 1000; // so long Today does not fetch again what nobody changed
const MOST_FILES = 400; // that no kept page names: those of former deployments
const MOST_OPENED = 2; // sessions that Today does not lead to
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

/** Whose page it is, under which answers: "7/12", or "" for nobody's. */
const ownerIn = (text) => text.match(/<hm-offline user="(\d+)" answers="(\d*)"/)?.slice(1).join("/") ?? "";

/** Whether one and the same person gave other answers since: a page from the browser's memory may be older. */
function isOutdated(owner, now) {
  const [[user, answers], [other, others]] = [owner.split("/"), now.split("/")];
  return user === other && Number(answers) < Number(others);
}

/** From now on the device is this person's with these answers; "" for nobody's. */
async function belongTo(owner) {
  await forgetPages(owner);
  await note("owner", owner);
}

/** Return the page as it is kept. A session goes on with its own page, with what was prescribed when it began. */
async function keptPage(url) {
  const owner = await note("owner");
  if (!owner) return undefined;
  const cache = await caches.open(PAGES + owner);
  const { pathname } = new URL(url);
  return (PLAY.test(pathname) && (await cache.match(pathname))) || cache.match(keyOf(url));
}

/** After much pain the site asks first: nothing that is kept may be begun, but what is under way goes on. */
async function keepNoneButThis(url) {
  const page = await keptPage(url);
  const cache = await caches.open(PAGES + (await note("owner")));
  const { pathname } = new URL(url);
  if (page && PLAY.test(pathname)) await cache.put(pathname, page);
  const kept = (await cache.keys()).map((one) => keyOf(one.url));
  const gone = kept.filter((key) => key.startsWith("/sessions/") && key !== LOG && key !== pathname);
  await Promise.all(gone.map((key) => cache.delete(key)));
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
  const text = await response.clone().text();
  const { pathname } = new URL(response.url);
  // A log that came back with what was typed is one session's alone.
  if (/ posted>/.test(text)) return;
  await put(PLAY.test(pathname) ? pathname : keyOf(response.url), response, text);
}

/** Keep a page once all its files are kept; not that of somebody else, or of other answers, than the device's now. */
async function put(key, response, text) {
  await keepFiles(text, location.origin);
  const owner = await note("owner");
  if (owner && ownerIn(text) === owner) await (await caches.open(PAGES + owner)).put(key, response);
}

const copies = new Set(); // the pages that were shown as kept: where they lead to says nothing new

async function showPage(event) {
  const { request, resultingClientId } = event;
  const kept = await keptPage(request.url).catch(() => undefined);
  try {
    const response = await fromNetwork(request, kept ? SLOW_MS : 0);
    if (response.ok && isOpened(request)) event.waitUntil(keepOpened(response.clone()).catch(() => {}));
    if (!kept || !BROKEN.has(response.status)) return response;
  } catch {
    if (!kept) return offlinePage();
  }
  copies.add(resultingClientId);
  return kept;
}

/** A file is shown whether it can be kept or not: a full disk is no reason to show none. */
async function showFile(event) {
  const { request } = event;
  const cache = await caches.open(STATIC).catch(() => null);
  const kept = await cache?.match(request).catch(() => null);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && cache) event.waitUntil(cache.put(request, response.clone()).catch(() => {}));
  return response;
}

async function sendForm(request, pathname) {
  // Whatever is changed may change what is due; other answers change what may be prescribed at all.
  const isScreening = pathname === "/screening/";
  if (isScreening) await belongTo("");
  await note("kept", "0");
  try {
    return await fetch(request);
  } catch {
    return offlinePage();
  } finally {
    // Another tab may have shown a page under the old answers meanwhile.
    if (isScreening) await belongTo("");
  }
}

/** Keep the static files that a text names, and those that they import in turn, each of which is `seen` once. */
async function keepFiles(text, base, seen = new Set()) {
  const cache = await caches.open(STATIC);
  const named = text.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g);
  const imported = text.matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+\.js)"/g);
  const urls = [...named, ...imported].map((one) => new URL(one[1], base)).filter((one) => HASHED.test(one.pathname));
  const keep = async (url) => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    // A page that was left early may have brought a script without what it imports: look there, too.
    const kept = await cache.match(url);
    const response = kept ?? (await fetch(url));
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    if (!kept) await cache.put(url, response.clone());
    if (url.pathname.endsWith(".js")) await keepFiles(await response.text(), url, seen);
  };
  await Promise.all(urls.map(keep));
}

async function keepPage(cache, key, path) {
  const response = await fetch(path, { redirect: "manual", cache: "no-store" });
  if (response.ok) await put(key, response.clone(), await response.text());
  // A way to the screening, or nothing at all: what was prescribed there before is not shown any more either.
  else if (response.status < 500) await cache.delete(key);
}

/** Keep these pages of the device's person, anew unless they are fresh, and the sessions that were opened last. */
async function keepPages(paths) {
  const cache = await caches.open(PAGES + (await note("owner")));
  const wanted = new Map(paths.map((path) => [keyOf(path), path]));
  const kept = (await cache.keys()).map((one) => keyOf(one.url));
  // Where Today leads to no session at all, none may be gone on with.
  const isClosed = !paths.some((path) => PLAY.test(new URL(path, location.origin).pathname));
  const opened = kept.filter((key) => PLAY.test(key) && !wanted.has(key) && !isClosed).slice(-MOST_OPENED);
  for (const key of opened) wanted.set(key, (await cache.match(key)).url);
  const gone = kept.filter((key) => !wanted.has(key));
  const drop = () => Promise.all(gone.map((key) => cache.delete(key)));
  if (isClosed) await drop();
  // Where Today leads no longer to what it did, something was changed on another device: its own copy is old, too.
  const isFresh = !gone.length && Date.now() - Number(await note("kept")) < FRESH_MS;
  const missing = [...wanted].filter(([key]) => !isFresh || !kept.includes(key));
  if (!missing.length) return;
  await note("kept", String(Date.now()));
  let isWhole = true;
  for (const [key, path] of missing) await keepPage(cache, key, path).catch(() => (isWhole = false));
  // Cut off in the midst of it, what was kept together stays together until the next time.
  if (!isWhole) await note("kept", "0");
  else await Promise.all([drop(), dropOldFiles(cache)]);
}

/** Drop files of former deployments; never one that a kept page needs. */
async function dropOldFiles(pages) {
  const files = await caches.open(STATIC);
  const stored = await files.keys();
  if (stored.length <= MOST_FILES) return;
  const texts = [await files.match(OFFLINE), ...(await pages.matchAll())].map((page) => page?.text() ?? "");
  const used = new Set([new URL(OFFLINE, location.origin).href]);
  for (const text of await Promise.all(texts)) await keepFiles(text, location.origin, used);
  const idle = stored.filter(({ url }) => !used.has(url));
  await Promise.all(idle.slice(0, Math.max(0, idle.length - MOST_FILES)).map((one) => files.delete(one)));
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
  const { user, answers, paths, signingOut, sore } = event.data ?? {};
  if (sore) {
    event.waitUntil(keepNoneButThis(sore));
    return;
  }
  const owner = signingOut ? "" : `${user}/${answers}`;
  const work = async () => {
    if (!isOutdated(owner, await note("owner")) && !copies.has(event.source?.id)) {
      await belongTo(owner);
      if (paths) await keepPages(paths).catch(() => {}); // without a connection, what is kept stays
    }
    event.ports[0]?.postMessage("done");
  };
  event.waitUntil(work());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || pathname.startsWith("/admin/")) return;
  if (HASHED.test(pathname)) event.respondWith(showFile(event));
  else if (request.mode === "navigate" && request.method === "GET") event.respondWith(showPage(event));
  else if (request.mode === "navigate" && request.method === "POST") event.respondWith(sendForm(request, pathname));
  else if (pathname === SYNC && request.method === "POST") event.waitUntil(note("kept", "0"));
});
