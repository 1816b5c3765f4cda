/** Choosing entries of a list, as in a mail program: boxes, ranges with Shift, and what is to be done with them. */

const bar = () => document.querySelector("[data-selection]");
const boxes = () => [...document.querySelectorAll("[data-select]")];

let last = null;

function show() {
  const form = bar();
  if (!form) return;
  const all = boxes();
  const chosen = all.filter((box) => box.checked);
  const option = form.querySelector("[data-chosen-label]");
  if (option) {
    option.dataset.plain ??= option.textContent;
    option.textContent = chosen.length > 0 ? option.dataset.chosenLabel + chosen.length : option.dataset.plain;
  }
  const whole = form.querySelector("[data-select-page]");
  if (whole) {
    whole.checked = chosen.length > 0 && chosen.length === all.length;
    whole.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  form.toggleAttribute("data-some-chosen", chosen.length > 0);
}

/** Give the boxes between two that are clicked with Shift the state of the second. */
function reach(box) {
  const all = boxes();
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
  if (from < 0) return;
  for (const between of all.slice(from, to + 1)) between.checked = box.checked;
}

/** A menu of what to do means the entry that has the focus where none is chosen. */
function choosePresent(summary) {
  if (summary.closest("details").open || boxes().some((box) => box.checked)) return;
  const box = document.activeElement?.closest("[data-item]")?.querySelector("[data-select]");
  if (box && bar().elements.scope?.value !== "found") box.checked = true;
}

function onClick(event) {
  const box = event.target.closest("[data-select]");
  if (box) {
    if (event.shiftKey && last) reach(box);
    last = box;
    show();
  } else if (event.target.closest("[data-select-page]")) {
    for (const other of boxes()) other.checked = event.target.checked;
    show();
  }
  const menu = event.target.closest("[data-menu-of-chosen]");
  if (menu) {
    choosePresent(menu);
    show();
    // The menu opens after this event; then the keyboard goes on in it.
    setTimeout(() => menu.closest("details[open]")?.querySelector("button")?.focus());
  }
  if (event.target.closest("[data-open-dialog]")) takeSearch();
}

/** A form beside the list keeps the search as it is now, not as it was when the page came. */
function takeSearch() {
  const present = bar()?.elements.search;
  for (const field of document.querySelectorAll("[data-present-search]")) if (present) field.value = present.value;
}

/** Say what would be changed before all that are found are meant. */
function onSubmit(event) {
  if (event.target !== bar() || event.submitter?.formAction !== bar().action) return;
  if (event.target.elements.scope.value === "chosen" && !boxes().some((box) => box.checked)) {
    event.preventDefault();
    boxes()[0]?.focus();
  }
}

export function startSelection() {
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:afterSwap", show);
  addEventListener("pageshow", show);
  show();
}
