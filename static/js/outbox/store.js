/**
 * The browser's database of the outbox: sessions, sets and the player's places, each under its owner's key and its own.
 */
export const NAME = "hm-outbox";
const STORES = ["sessions", "sets", "states"];

export const SENT = "sent"; // a session that the server has; it stays as the cover of its sets to come
export const WAITING = "waiting";
export const REJECTED = "rejected";

let connection = null;

export const answerOf = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export function connect() {
  if (connection) return connection;
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    for (const store of STORES) request.result.createObjectStore(store, { keyPath: ["user", "id"] });
  };
  connection = answerOf(request);
  const forget = () => (connection = null);
  connection.then((db) => {
    db.onclose = forget;
    db.onversionchange = () => {
      db.close();
      forget();
    };
  }, forget);
  return connection;
}

/** Do some work in one transaction, and resolve with its result once that is on the disk. */
export async function transact(mode, work) {
  const begin = async () => (await connect()).transaction(STORES, mode, { durability: "strict" });
  const transaction = await begin().catch((error) => {
    if (error.name !== "InvalidStateError") throw error;
    connection = null; // it was closed under our feet
    return begin();
  });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new DOMException("The transaction ended.", "AbortError"));
  });
  const [sessions, sets, states] = STORES.map((name) => transaction.objectStore(name));
  try {
    const result = await work({ sessions, sets, states });
    await done;
    return result;
  } catch (error) {
    done.catch(() => {});
    try {
      transaction.abort();
    } catch {
      // It has ended already.
    }
    throw error;
  }
}

export const revision = () => crypto.getRandomValues(new Uint32Array(2)).join();
export const ownedBy = (user) => IDBKeyRange.bound([user], [user, []]);
const isBlank = (value) => value === undefined || value === null || value === "";

/** Return the newer values, with the older ones where the newer know nothing. */
export function joined(older, newer) {
  const values = { ...older, ...newer };
  for (const name of Object.keys(older ?? {})) if (isBlank(newer[name])) values[name] = older[name];
  return values;
}

/** Forget everything that this device holds of a person, unsent sets included. */
export async function clearUser(user) {
  await transact("readwrite", (stores) => {
    for (const store of Object.values(stores)) store.delete(ownedBy(String(user)));
  });
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(String(user));
  channel.close();
}

/** Forget where a person was in their sessions; what they recorded stays until the server has it. */
export async function forgetPlaces(user) {
  await transact("readwrite", ({ states }) => void states.delete(ownedBy(String(user))));
}

/** Whether nothing of anybody waits on this device, and nothing was refused. */
export async function isEmpty() {
  return transact("readonly", async ({ sessions, sets }) => {
    if (await answerOf(sets.count())) return false;
    return !(await answerOf(sessions.getAll())).some((one) => one.begun && one.status !== SENT);
  });
}

/** Whether sets of anybody but this person wait on this device, or were refused. */
export async function keepsOfOthers(user) {
  return transact("readonly", async ({ sessions, sets }) => {
    const rows = [...(await answerOf(sets.getAll())), ...(await answerOf(sessions.getAll()))];
    return rows.some((one) => one.user !== String(user) && one.status !== SENT);
  });
}
