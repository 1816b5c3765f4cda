/** Turns a chart's question and figures into an ECharts option. Pure but for reading the theme's colours. */

import { band, whiskers } from "./chart-intervals.js";
import { colour } from "./colours.js";

const FONT = '"Inter Variable", Inter, system-ui, sans-serif';
const PLAIN = ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5", "--chart-6"];
const RIVALS = ["--chart-rival-1", "--chart-rival-2", "--chart-rival-3", "--chart-rival-4"];
const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3]];
const NARROW = 480;

const language = () => document.documentElement.lang || "en";

/** Write a figure with its unit: 12.5 %, 1,204 posts, 3 h. */
export function written(value, unit, compact = false) {
  if (value === null || value === undefined) return "–";
  const format = compact && Math.abs(value) >= 10000 ? { notation: "compact" } : { maximumFractionDigits: 2 };
  const figure = new Intl.NumberFormat(language(), format).format(value);
  return unit ? `${figure} ${unit}`.replace(" %", "%") : figure;
}

/** Give each series its colour by what it means; series of the same tone get different shades and dashes. */
function dressed(series) {
  const seen = { plain: 0, rival: 0 };
  return series.map((one) => {
    const names = { plain: PLAIN, rival: RIVALS }[one.tone];
    if (!names) return { ...one, colour: colour(`--chart-${one.tone}`), dash: one.tone === "limit" ? "dashed" : "solid" };
    const at = seen[one.tone]++;
    return { ...one, colour: colour(names[at % names.length]), dash: DASHES[at % DASHES.length] };
  });
}

function isHorizontal(kind) {
  return kind === "hbar" || kind === "hstacked";
}

function drawnAs(one, kind) {
  if (kind === "line" || kind === "scatter") return kind;
  return one.tone === "limit" ? "tick" : "bar";
}

function styled(one, chart, horizontal) {
  const stack = chart.kind.endsWith("stacked") ? "all" : undefined;
  switch (drawnAs(one, chart.kind)) {
    case "line":
      return {
        type: "line",
        symbolSize: 6,
        showSymbol: one.tone !== "limit" && chart.categories.length < 40,
        connectNulls: false,
        lineStyle: { width: one.tone === "own" ? 3 : 2, type: one.dash },
      };
    case "scatter":
      return { type: "scatter", symbolSize: 11 };
    case "tick":
      return { type: "scatter", symbol: "rect", symbolSize: horizontal ? [3, 26] : [34, 3], z: 4 };
    default:
      return {
        type: "bar",
        stack,
        barMaxWidth: 34,
        barMinHeight: stack ? 0 : 1,
        itemStyle: { borderRadius: stack ? 0 : horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0] },
      };
  }
}

function points(chart, values, horizontal) {
  if (chart.time_axis) return values.map((value, at) => [chart.categories[at], value]);
  return values.map((value, at) => (horizontal ? [value, at] : [at, value]));
}

function drawnSeries(chart) {
  const horizontal = isHorizontal(chart.kind);
  const dressedSeries = dressed(chart.series);
  const bars = dressedSeries.filter((one) => drawnAs(one, chart.kind) === "bar");
  return dressedSeries.flatMap((one) => {
    const style = styled(one, chart, horizontal);
    const drawing = {
      name: one.name,
      color: one.colour,
      cursor: chart.links.length > 0 ? "pointer" : "default",
      data: points(chart, one.values, horizontal),
      ...style,
      itemStyle: { color: one.colour, ...style.itemStyle },
      emphasis: { focus: chart.series.length > 1 ? "series" : "none" },
    };
    if (one.low.length === 0) return [drawing];
    const interval = chart.kind === "line" ? band : whiskers;
    const place = { index: bars.indexOf(one), count: chart.kind.endsWith("stacked") ? 1 : bars.length };
    return [drawing, interval({ one, chart, horizontal, place })];
  });
}

function explained(chart, at) {
  const lines = chart.series.map((one) => {
    const range = one.low.length > 0 && one.low[at] !== null
      ? ` (${written(one.low[at], "")} to ${written(one.high[at], "")})`
      : "";
    return `${one.name}: ${written(one.values[at], chart.unit)}${range}`;
  });
  return [chart.categories[at], ...lines].join("\n");
}

function axes(chart, width) {
  const text = { color: colour("--chart-text"), fontFamily: FONT, fontSize: 12 };
  const line = { lineStyle: { color: colour("--chart-line") } };
  const value = {
    type: "value",
    axisLabel: { ...text, formatter: (figure) => written(figure, chart.unit === "%" ? "%" : "", true) },
    splitLine: line,
    splitNumber: width < NARROW ? 3 : 5,
    scale: chart.kind === "line" || chart.kind === "scatter",
  };
  if (chart.time_axis) {
    return { xAxis: { type: "time", axisLabel: { ...text, hideOverlap: true }, axisLine: line }, yAxis: value };
  }
  const horizontal = isHorizontal(chart.kind);
  const category = {
    type: "category",
    data: chart.categories,
    inverse: horizontal,
    axisTick: { show: false },
    axisLine: line,
    axisLabel: {
      ...text,
      interval: horizontal ? 0 : "auto",
      hideOverlap: !horizontal,
      width: horizontal ? Math.min(220, width * 0.36) : undefined,
      overflow: "truncate",
    },
  };
  return horizontal ? { xAxis: value, yAxis: category } : { xAxis: category, yAxis: value };
}

function title(chart) {
  const text = colour("--chart-ink");
  return {
    text: chart.question,
    subtext: chart.answer,
    left: 8,
    top: 8,
    textStyle: { color: text, fontFamily: FONT, fontSize: 20, width: 960, overflow: "break" },
    subtextStyle: { color: text, fontFamily: FONT, fontSize: 14, width: 960, overflow: "break" },
  };
}

/** Return the ECharts option of `chart` drawn `width` pixels wide. */
export function chartOption(chart, width, { titled = false } = {}) {
  const top = titled ? 110 : 8;
  const legend = chart.series.length > 1;
  return {
    animation: false,
    backgroundColor: titled ? colour("--chart-paper") : "transparent",
    textStyle: { fontFamily: FONT },
    title: titled ? title(chart) : undefined,
    grid: {
      left: 4,
      right: 20,
      bottom: 4,
      top: top + (legend ? 34 : 8),
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    legend: legend
      ? {
          top,
          left: 0,
          type: "scroll",
          icon: "roundRect",
          itemWidth: 14,
          itemHeight: 10,
          data: chart.series.map((one) => one.name),
          textStyle: { color: colour("--chart-text"), fontFamily: FONT },
        }
      : undefined,
    tooltip: {
      trigger: chart.kind === "scatter" ? "item" : "axis",
      // Text, not HTML: the content security policy lets no inline style through.
      renderMode: "richText",
      confine: true,
      axisPointer: { type: chart.kind === "line" ? "line" : "shadow" },
      backgroundColor: colour("--chart-paper"),
      borderColor: colour("--chart-line"),
      textStyle: { color: colour("--chart-ink"), fontFamily: FONT, fontSize: 13 },
      formatter: (hovered) => explained(chart, (Array.isArray(hovered) ? hovered[0] : hovered).dataIndex),
    },
    ...axes(chart, width),
    series: drawnSeries(chart),
  };
}
