/** Keyboard first: j and k walk through a list, ? helps, a control's data-key presses it. */

const KEY = "single-keys";
const singleKeysOn = () => localStorage.getItem(KEY) !== "off";

function isTyping(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

function items() {
  return [...document.querySelectorAll("[data-list] [data-item]")].filter((item) => item.checkVisibility());
}

function walk(step) {
  const all = items();
  if (all.length === 0) return;
  const at = all.findIndex((item) => item.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  const item = all[next];
  if (!item.matches("a, button, [tabindex]")) item.tabIndex = -1;
  item.focus();
  item.scrollIntoView({ block: "nearest" });
}

/** Press the control that declares the key: the one in the present list item first, then the page's own. */
function press(key) {
  const inItem = document.activeElement?.closest("[data-item]");
  const named = `[data-key="${CSS.escape(key)}"]`;
  const control =
    inItem?.querySelector(named) ??
    [...document.querySelectorAll(named)].find((candidate) => !candidate.closest("[data-item]"));
  control?.click();
  return Boolean(control);
}

function listPageKeys(help) {
  const list = help.querySelector("[data-page-keys]");
  const found = new Map();
  for (const control of document.querySelectorAll("[data-key]")) {
    found.set(control.dataset.key, control.dataset.keyLabel ?? control.textContent.trim());
  }
  list.replaceChildren(
    ...[...found].flatMap(([key, label]) => {
      const term = document.createElement("dt");
      const kbd = document.createElement("kbd");
      kbd.className = "kbd kbd-sm";
      kbd.textContent = key;
      term.append(kbd);
      const text = document.createElement("dd");
      text.textContent = label;
      return [term, text];
    }),
  );
}

function openHelp() {
  const help = document.getElementById("keyboard-help");
  if (!help || help.open) return;
  listPageKeys(help);
  help.showModal();
}

function openFirstLink() {
  const item = document.activeElement;
  if (!item?.matches("[data-item]:not(a, button)")) return false;
  const link = item.querySelector("a[href]");
  link?.click();
  return Boolean(link);
}

const COMMANDS = {
  j: () => walk(1),
  k: () => walk(-1),
  "?": openHelp,
  "/": () => document.querySelector("[data-open-palette]")?.click(),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Enter") {
    if (openFirstLink()) event.preventDefault();
    return;
  }
  if (!singleKeysOn()) return;
  const command = COMMANDS[event.key];
  if (command) command();
  if (command || press(event.key)) event.preventDefault();
}

export function startKeyboard() {
  document.addEventListener("keydown", onKey);
  const toggle = document.querySelector("[data-single-keys]");
  if (toggle) {
    toggle.checked = singleKeysOn();
    toggle.addEventListener("change", () => localStorage.setItem(KEY, toggle.checked ? "on" : "off"));
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-help]")) openHelp();
  });
}
