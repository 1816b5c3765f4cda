/** Figures on the page: draws them, switches between drawing and table, saves CSV and PNG. */

const library = () => import("./chart-drawing.js");
const shown = new WeakMap();

function dataOf(figure) {
  return JSON.parse(figure.querySelector("script[type='application/json']").textContent);
}

async function draw(figure) {
  const box = figure.querySelector("[data-drawing]");
  if (!box || shown.has(figure)) return;
  shown.set(figure, null);
  const { drawChart } = await library();
  shown.set(figure, drawChart(box, dataOf(figure)));
}

function switchView(button) {
  const figure = button.closest("[data-chart]");
  const toTable = figure.dataset.view !== "table";
  figure.dataset.view = toTable ? "table" : "drawing";
  button.setAttribute("aria-pressed", String(toTable));
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Quote a cell; a text that a spreadsheet would run as a formula is made plain text. */
function csvCell(cell) {
  const text = cell.dataset.value ?? cell.textContent.trim();
  const harmless = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function saveCsv(figure) {
  const rows = [...figure.querySelectorAll("table tr")].map((row) => [...row.cells].map(csvCell).join(","));
  save(new Blob(["\ufeff", rows.join("\r\n"), "\r\n"], { type: "text/csv" }), `${figure.dataset.chart}.csv`);
}

async function savePng(figure) {
  const { drawPng } = await library();
  save(await drawPng(dataOf(figure)), `${figure.dataset.chart}.png`);
}

function onClick(event) {
  const button = event.target.closest("[data-chart-action]");
  if (!button) return;
  const figure = button.closest("[data-chart]");
  ({ table: () => switchView(button), csv: () => saveCsv(figure), png: () => savePng(figure) })[
    button.dataset.chartAction
  ]();
}

function drawWithin(root) {
  for (const figure of root.querySelectorAll("[data-chart]")) draw(figure);
}

export function startCharts() {
  drawWithin(document);
  document.addEventListener("click", onClick);
  document.addEventListener("htmx:load", (event) => drawWithin(event.detail.elt.parentElement ?? document));
  document.addEventListener("colonnade:theme", () => {
    for (const figure of document.querySelectorAll("[data-chart]")) shown.get(figure)?.redraw();
  });
}
