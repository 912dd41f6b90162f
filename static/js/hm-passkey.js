/**
 * Asks the browser for a passkey and sends it with the form inside.
 *
 *   <hm-passkey ask="/address" hidden>        sign in: what to ask for is fetched when the button is pressed
 *   <hm-passkey options="{…}" hidden>         answer with a passkey of the account
 *   <hm-passkey options="{…}" creates hidden> make one
 *     <form><input type="hidden" name="credential"> button, texts for when nothing came of it </form>
 *
 * Absent where there are no scripts or no passkeys; everything can be done without them.
 */
const BYTES = new Set(["challenge", "id"]); // of what the site sends; in JSON they are base64url

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const toText = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** The options as the browser takes them; the id of the site itself is a name and stays one. */
function read({ publicKey }) {
  const { rp, ...rest } = publicKey;
  const options = JSON.parse(JSON.stringify(rest), (key, value) =>
    BYTES.has(key) && typeof value === "string" ? toBytes(value) : value,
  );
  return rp ? { rp, ...options } : options;
}

/** A credential as JSON. */
function written(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const bytes = parts.filter((name) => response[name]).map((name) => [name, toText(response[name])]);
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(bytes),
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

class Passkey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential || !navigator.credentials) {
      this.remove();
      return;
    }
    this.hidden = false;
    for (const one of document.querySelectorAll("[data-no-passkeys]")) one.hidden = true;
    this.querySelector("form").addEventListener("submit", (event) => this.#press(event));
  }

  async #press(event) {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("button");
    if (button.disabled) return;
    this.#say(null);
    button.disabled = true;
    try {
      const publicKey = read(await this.#options());
      const call = this.hasAttribute("creates") ? "create" : "get";
      form.elements.credential.value = written(await navigator.credentials[call]({ publicKey }));
      form.submit();
    } catch (error) {
      button.disabled = false;
      this.#say(error.name === "InvalidStateError" ? "known" : "failed");
    }
  }

  async #options() {
    if (this.hasAttribute("options")) return JSON.parse(this.getAttribute("options"));
    const response = await fetch(this.getAttribute("ask"), { headers: { Accept: "application/json" } });
    const { request_options: options } = await response.json();
    return options;
  }

  #say(part) {
    for (const one of this.querySelectorAll("[data-part]")) one.hidden = one.dataset.part !== part;
  }
}

customElements.define("hm-passkey", Passkey);
