/** Small habits of menus, messages, explained terms and unsafe buttons. */

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except && !menu.contains(except)) menu.open = false;
  }
}

function closeOnEscape(event) {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  // An explanation opened by hover or focus must be dismissible without moving the pointer.
  for (const term of document.querySelectorAll(".term:is(:hover, :focus-within)")) {
    term.dataset.dismissed = "";
    const forget = () => delete term.dataset.dismissed;
    term.addEventListener("pointerleave", forget, { once: true });
    term.addEventListener("focusout", forget, { once: true });
  }
}

/** Open an explanation towards the middle of the page, so that it never leaves it. */
function turnExplanation(event) {
  const term = event.target.closest?.(".term");
  if (term) term.dataset.side = term.getBoundingClientRect().left > innerWidth / 2 ? "left" : "right";
}

function onClick(event) {
  closeMenus(event.target);
  event.target.closest("[data-dismiss]")?.closest("[data-message]")?.remove();
  event.target.closest("[data-close-dialog]")?.closest("dialog").close();
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) document.getElementById(opener.dataset.openDialog).showModal();
}

/** Ask before a form that cannot be undone is sent; the question is the form's data-confirm. */
function onSubmit(event) {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
}

function chooseAndGo(event) {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
}

export function startMenus() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", closeOnEscape);
  document.addEventListener("pointerover", turnExplanation);
  document.addEventListener("focusin", turnExplanation);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("change", chooseAndGo);
}
