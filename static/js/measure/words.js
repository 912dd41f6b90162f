/** The words of the guided measurement, which the page brings along. */
export class Words {
  position = "";

  /** `texts` is the content of a template of `<p data-text="name">`. */
  constructor(texts) {
    this.texts = texts;
  }

  /** A text with its values; one for who lies face down comes before the common one. */
  of = (name, values = {}) => {
    const at = (one) => this.texts.querySelector(`[data-text="${one}"]`);
    const { textContent } = (this.position === "prone" && at(`${name}-prone`)) || at(name);
    return textContent.replace(/\{(\w+)\}/g, (_whole, key) => values[key]);
  };
}
