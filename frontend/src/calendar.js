/** The marketing calendar: entries go to another day by mouse or by keyboard, and open in place. */

const DAYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const board = () => document.querySelector("[data-board]");

function shifted(day, days) {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

/** Put the parts of a fresh page in the place of what is shown. */
function replace(page) {
  for (const id of ["messages", "board"]) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id).replaceWith(document.adoptNode(fresh));
  }
  window.htmx.process(board());
}

async function move(entry, from, to) {
  if (from === to) return;
  const values = new URLSearchParams({ entry: entry.dataset.entry, from, to });
  const answer = await fetch(board().dataset.move, {
    method: "POST",
    headers: { "X-CSRFToken": token() },
    body: values,
  });
  if (!answer.ok) {
    location.reload();
    return;
  }
  replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
  document.querySelector(`[data-entry="${CSS.escape(entry.dataset.entry)}"] a`)?.focus();
}

let dragged = null;

function onDragStart(event) {
  const entry = event.target.closest("[data-entry][draggable]");
  if (!entry) return;
  dragged = entry;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", entry.dataset.entry);
  entry.classList.add("entry-moving");
}

function mark(day) {
  for (const other of document.querySelectorAll(".calendar-over")) {
    if (other !== day) other.classList.remove("calendar-over");
  }
  day?.classList.add("calendar-over");
}

function onDragOver(event) {
  const day = dragged && event.target.closest("[data-day]");
  mark(day);
  if (day) event.preventDefault();
}

function onDrop(event) {
  const day = dragged && event.target.closest("[data-day]");
  if (!day) return;
  event.preventDefault();
  move(dragged, dragged.dataset.on, day.dataset.day);
}

function onDragEnd() {
  dragged?.classList.remove("entry-moving");
  dragged = null;
  mark(null);
}

function onKey(event) {
  const days = DAYS[event.key];
  const entry = event.target.closest?.("[data-entry][draggable]");
  if (!days || !entry || !event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const inWeeks = entry.closest("[data-week]") && Math.abs(days) === 1;
  move(entry, entry.dataset.on, shifted(entry.dataset.on, inWeeks ? 7 * days : days));
}

/** A click on the empty part of a day puts something in there. */
function onClick(event) {
  const day = event.target.closest("[data-board] li[data-day]");
  const add = board()?.dataset.add;
  if (!day || !add || event.target.closest("a, button, [data-entry]") || getSelection().toString()) return;
  location.assign(`${add}?day=${day.dataset.day}`);
}

/** Mark the entries that the clashes below the calendar are about. */
function markClashes() {
  const marks = document.getElementById("clash-marks");
  if (!marks) return;
  for (const [key, reason] of Object.entries(JSON.parse(marks.textContent))) {
    for (const entry of document.querySelectorAll(`[data-entry="${CSS.escape(key)}"]`)) {
      if (entry.classList.contains("entry-clash")) continue;
      entry.classList.add("entry-clash");
      const link = entry.querySelector("a");
      link.title = `${link.title}\n${reason}`;
    }
  }
}

function onSwap(event) {
  if (event.target.id === "entry-sheet" && !event.target.open) event.target.showModal();
  markClashes();
}

document.addEventListener("dragstart", onDragStart);
document.addEventListener("dragover", onDragOver);
document.addEventListener("drop", onDrop);
document.addEventListener("dragend", onDragEnd);
document.addEventListener("keydown", onKey);
document.addEventListener("click", onClick);
document.body.addEventListener("htmx:afterSwap", onSwap);
markClashes();
