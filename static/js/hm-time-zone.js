/**
 * <hm-time-zone> around a form's fields: puts the browser's time zone into the hidden field `time_zone`.
 * Without it the field stays empty, and the account starts in UTC until its owner picks a zone in the settings.
 */
class TimeZone extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector('input[name="time_zone"]');
    if (field) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }
}

customElements.define("hm-time-zone", TimeZone);
