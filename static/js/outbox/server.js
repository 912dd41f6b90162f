/**
 * Speaking with the server for one person. What comes back says what it means for the outbox: `stop` where nothing more
 * can be sent now ("offline" or "signed-out"), else the status and the JSON of an answer.
 */
const TIMEOUT_MS = 30_000;
const PASSING = new Set([408, 425, 429]); // refusals that pass by themselves

export class Server {
  #user;
  #url;

  constructor(user, url) {
    this.#user = user;
    this.#url = url;
  }

  /** Fetch a token for the next calls, if it is this person who is signed in. */
  async token() {
    const answer = await this.#fetch({});
    if (answer.stop) return answer;
    // Another person's browser session: what lies here is not theirs.
    if (String(answer.data?.user) !== this.#user) return { stop: "signed-out" };
    return answer.data;
  }

  /** Send a session with some of its sets. */
  async post({ session, sets }, token) {
    if (token.stop) return token;
    const body = { user: Number(this.#user), session: session.values, sets: sets.map((one) => one.values) };
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token.csrf };
    return this.#fetch({ method: "POST", headers, body: JSON.stringify(body) });
  }

  async #fetch(options) {
    let response;
    let data = null;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      response = await fetch(this.#url, { ...options, signal, redirect: "manual", cache: "no-store" });
      data = await response.json().catch(() => null);
    } catch {
      return { stop: "offline" };
    }
    const { status } = response;
    if (response.type === "opaqueredirect" || status === 401 || status === 409) return { stop: "signed-out" };
    if (status >= 500 || PASSING.has(status)) return { stop: "offline" };
    // A page in place of the answer comes from somebody in between.
    const isAnswer = options.method ? Array.isArray(data?.saved) && Array.isArray(data?.rejected) : data?.csrf;
    if (response.ok && !isAnswer) return { stop: "offline" };
    if (!response.ok && !options.method) return { stop: "offline" };
    return { status, data, isOk: response.ok };
  }
}
