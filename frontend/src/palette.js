/** The command palette: type to narrow the list of places, choose with the arrows, go with Enter. */

function matches(option, words) {
  const text = option.dataset.text.toLowerCase();
  return words.every((word) => text.includes(word));
}

class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("[role=combobox]");
    this.options = [...dialog.querySelectorAll("[role=option]")];
    this.nothing = dialog.querySelector("[data-nothing]");
    this.input.addEventListener("input", () => this.narrow());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    dialog.addEventListener("click", (event) => {
      // A click on the backdrop reaches the dialog itself; a chosen command closes it too.
      if (event.target === dialog || event.target.closest("button[role=option]")) dialog.close();
    });
  }

  open() {
    if (this.dialog.open) return;
    this.input.value = "";
    this.narrow();
    this.dialog.showModal();
  }

  narrow() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const option of this.options) {
      const isTerm = option.dataset.kind === "term";
      option.hidden = !matches(option, words) || (isTerm && words.length === 0);
    }
    for (const group of this.dialog.querySelectorAll("[role=group]")) {
      group.hidden = !group.querySelector("[role=option]:not([hidden])");
    }
    const shown = this.shown();
    this.nothing.hidden = shown.length > 0;
    this.choose(shown[0]);
  }

  shown() {
    return this.options.filter((option) => !option.hidden);
  }

  choose(option) {
    for (const other of this.options) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  onKey(event) {
    const shown = this.shown();
    const at = shown.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length > 0) {
      event.preventDefault();
      this.choose(shown[(at + step + shown.length) % shown.length]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      shown[at].click();
    }
  }
}

export function startPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const palette = new Palette(dialog);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-palette]")) palette.open();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      palette.open();
    }
  });
}
