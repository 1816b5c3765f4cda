// Runs before the first paint, as a plain blocking script: no flash of the wrong theme.
{
  const page = document.documentElement;
  page.classList.add("js");
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") page.dataset.theme = chosen;
}
