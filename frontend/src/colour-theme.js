/** The person's choice of theme: light, dark, or as the device says. */

const KEY = "theme";

function show(choice) {
  const page = document.documentElement;
  if (choice === "system") delete page.dataset.theme;
  else page.dataset.theme = choice;
  for (const button of document.querySelectorAll("[data-theme-choice]:not([role=option])")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
  document.dispatchEvent(new CustomEvent("colonnade:theme"));
}

export function startColourTheme() {
  show(localStorage.getItem(KEY) ?? "system");
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
    if (!choice) return;
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
    show(choice);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    document.dispatchEvent(new CustomEvent("colonnade:theme"));
  });
}
