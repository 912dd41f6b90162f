/** The sessions that this device has seen saved: their ids are given to no other one. */
const KEY = "hm-used";
const MOST = 50;

const ids = () => JSON.parse(localStorage.getItem(KEY) ?? "[]");

export const isUsed = (id) => ids().includes(id);
export const markUsed = (id) => isUsed(id) || localStorage.setItem(KEY, JSON.stringify([...ids(), id].slice(-MOST)));
