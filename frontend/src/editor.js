/** The strategy editor: form and text are two views of one document; the checker reads along. */
const PAUSE = 400; // milliseconds without a key before the checker is asked
const library = () => import("./editor-text.js");

/** The text as a plain text area: until CodeMirror has come, and for good where it does not. */
class PlainText {
  constructor(area, onChange) {
    this.area = area;
    area.addEventListener("input", onChange);
  }

  get text() {
    return this.area.value;
  }

  replace(text) {
    this.area.value = text;
  }

  mark() {}

  goTo(line) {
    const before = this.area.value.split("\n").slice(0, line - 1);
    const start = before.join("\n").length + (before.length ? 1 : 0);
    this.area.focus();
    this.area.setSelectionRange(start, start);
  }
}

class StrategyEditor {
  constructor(form) {
    this.form = form;
    this.source = form.querySelector("textarea[name='text']");
    this.fields = form.querySelector("[data-editor-form]");
    this.findings = form.querySelector("[data-editor-findings]");
    this.status = form.querySelector("[data-editor-status]");
    this.writable = form.dataset.writable === "true";
    this.stored = form.dataset.unsaved === "true" ? null : this.source.value;
    this.edits = Promise.resolve();
    this.marks = JSON.parse(document.getElementById("editor-marks").textContent);
    this.editor = new PlainText(this.source, () => this.changed(false));
    this.listen();
    this.openAnchor();
    this.dressText();
  }

  async dressText() {
    const { TextEditor } = await library();
    const place = this.form.querySelector("[data-editor-code]");
    const label = this.form.querySelector("label[for='editor-source']").textContent;
    const focused = document.activeElement === this.source;
    place.hidden = false;
    this.source.hidden = true;
    this.editor = new TextEditor(place, {
      text: this.source.value,
      label,
      writable: this.writable,
      onChange: (byForm) => this.changed(byForm),
    });
    this.editor.mark(this.marks);
    if (focused) this.editor.goTo(1, 1);
  }

  listen() {
    this.form.addEventListener("submit", () => {
      this.source.value = this.editor.text;
      this.leaving = true;
    });
    this.fields.addEventListener("change", (event) => this.fieldChanged(event.target));
    this.fields.addEventListener("keydown", (event) => this.keepEnter(event));
    this.form.addEventListener("click", (event) => this.clicked(event));
    window.addEventListener("hashchange", () => this.openAnchor());
    window.addEventListener("beforeunload", (event) => {
      if (this.writable && !this.leaving && this.editor.text !== this.stored) event.preventDefault();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "s" && (event.ctrlKey || event.metaKey) && this.writable) {
        event.preventDefault();
        this.save();
      }
    });
  }

  /** Enter in a field means "take this", not "send the page". */
  keepEnter(event) {
    if (event.key !== "Enter" || !event.target.matches("input[data-path]")) return;
    event.preventDefault();
    this.fieldChanged(event.target);
  }

  async save() {
    document.activeElement?.blur?.();
    await this.edits;
    if (this.writable) this.form.requestSubmit();
  }

  say(word) {
    this.status.textContent = word;
  }

  changed(byForm) {
    this.say(this.editor.text === this.stored ? this.status.dataset.saved : this.status.dataset.changed);
    if (byForm) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.check(), PAUSE);
  }

  async post(address, values) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of values) body.append(name, value);
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    return { ok: answer.ok, ...(await answer.json()) };
  }

  /** Ask the checker; an answer to a text that has changed since is of no use. */
  async check() {
    const text = this.editor.text;
    try {
      const answer = await this.post(this.form.dataset.check, [["text", text]]);
      if (this.editor.text === text) this.show(answer);
    } catch {
      this.say(this.status.dataset.failed);
    }
  }

  show(answer) {
    this.marks = answer.marks;
    this.editor.mark(answer.marks);
    this.findings.innerHTML = answer.findings;
    this.showForm(answer.form);
  }

  /** Put the new form in, and leave focus, what is being typed, and what is open as they were. */
  showForm(html) {
    const active = this.fields.contains(document.activeElement) ? document.activeElement : null;
    const kept = active && { id: active.id, value: active.value, start: active.selectionStart, end: active.selectionEnd };
    const typing = active?.matches("input:not([type='checkbox']), textarea") && active.value !== active.defaultValue;
    const open = new Map([...this.fields.querySelectorAll("details")].map((item) => [item.id, item.open]));
    this.fields.innerHTML = html;
    for (const item of this.fields.querySelectorAll("details")) item.open = open.get(item.id) ?? item.open;
    const again = kept?.id ? document.getElementById(kept.id) : null;
    if (!again) return;
    again.focus({ preventScroll: true });
    if (typing) again.value = kept.value;
    if (kept.start != null && again.setSelectionRange) again.setSelectionRange(kept.start, kept.end);
  }

  fieldChanged(field) {
    if (!field.dataset.path) return;
    const values = "many" in field.dataset ? this.chosen(field) : this.valueOf(field);
    this.edit("set", field.dataset.path, values);
  }

  chosen(field) {
    const boxes = field.closest("fieldset").querySelectorAll("input[data-many]:checked");
    return [...boxes].map((box) => box.value);
  }

  valueOf(field) {
    if (field.type === "checkbox") return field.checked ? ["true"] : [];
    field.defaultValue = field.value;
    return [field.value];
  }

  clicked(event) {
    const place = event.target.closest("[data-line]");
    if (place) this.editor.goTo(Number(place.dataset.line), Number(place.dataset.column));
    const button = event.target.closest("[data-action]");
    if (button) this.edit(button.dataset.action, button.dataset.path, []);
  }

  /** Changes are made one after the other, each in the text that the one before left. */
  edit(action, path, values) {
    this.edits = this.edits.then(() => this.makeEdit(action, path, values));
    return this.edits;
  }

  async makeEdit(action, path, values) {
    const text = this.editor.text;
    const pairs = [["text", text], ["action", action], ["path", path], ...values.map((value) => ["value", value])];
    try {
      const answer = await this.post(this.form.dataset.edit, pairs);
      if (this.editor.text !== text) return this.makeEdit(action, path, values);
      if (!answer.ok) return this.say(answer.problem);
      this.editor.replace(answer.text);
      this.show(answer);
      if (action === "add") this.openNewest(path);
    } catch {
      this.say(this.status.dataset.failed);
    }
    return undefined;
  }

  openNewest(path) {
    const prefix = `f-${JSON.parse(path).join("-")}-`;
    const items = [...this.fields.querySelectorAll("details")].filter(
      (item) => item.id.startsWith(prefix) && /^\d+$/.test(item.id.slice(prefix.length)),
    );
    const newest = items.at(-1);
    if (!newest) return;
    newest.open = true;
    newest.querySelector("input, select, textarea")?.focus();
  }

  /** A link to a part of the document opens it in the form. */
  openAnchor() {
    const part = location.hash && this.fields.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`);
    if (!part) return;
    for (const item of part.querySelectorAll(":scope > details, :scope > .editor-list > details")) item.open = true;
    part.scrollIntoView();
  }
}

for (const form of document.querySelectorAll("[data-strategy-editor]")) new StrategyEditor(form);
