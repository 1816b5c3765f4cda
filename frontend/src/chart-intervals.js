/** Uncertainty as a drawing: a band around a line, whiskers on bars and dots. */

import { colour } from "./colours.js";

const BAND_OPACITY = 0.16;
const CAP = 5;

/** Share of a category's room that ECharts gives to its bars by default, and the gap between two bars. */
const BARS_ROOM = 0.8;
const BAR_GAP = 0.3;
const BAR_MAX_WIDTH = 34;

function known(one, at) {
  return one.low[at] !== null && one.high[at] !== null;
}

/** Split the positions into runs without a gap: a band is not drawn over what was not measured. */
function runs(one) {
  const found = [[]];
  for (let at = 0; at < one.low.length; at += 1) {
    if (known(one, at)) found.at(-1).push(at);
    else if (found.at(-1).length > 0) found.push([]);
  }
  return found.filter((run) => run.length > 1);
}

/** The interval's ends as data, so that the axis makes room for them. */
function ends({ one, chart, horizontal }) {
  const rows = one.low.map((low, at) => [chart.time_axis ? chart.categories[at] : at, low, one.high[at]]);
  return {
    data: rows,
    encode: horizontal ? { y: 0, x: [1, 2] } : { x: 0, y: [1, 2] },
  };
}

export function band({ one, chart }) {
  const along = (at) => (chart.time_axis ? chart.categories[at] : at);
  const outline = (run, api) => [
    ...run.map((at) => api.coord([along(at), one.high[at]])),
    ...[...run].reverse().map((at) => api.coord([along(at), one.low[at]])),
  ];
  return {
    type: "custom",
    name: one.name,
    silent: true,
    z: 1,
    color: one.colour,
    ...ends({ one, chart, horizontal: false }),
    renderItem: ({ dataIndex }, api) => {
      // The first item draws the whole band; the others would draw it again.
      if (dataIndex > 0) return undefined;
      const polygon = (run) => ({
        type: "polygon",
        shape: { points: outline(run, api) },
        style: { fill: one.colour, opacity: BAND_OPACITY },
      });
      return { type: "group", children: runs(one).map(polygon) };
    },
  };
}

/** Return how far the bar of this series lies from the middle of its category, in pixels. */
function offset(place, room) {
  if (place.index < 0 || place.count < 2) return 0;
  const unit = place.count + (place.count - 1) * BAR_GAP;
  const width = Math.min((room * BARS_ROOM) / unit, BAR_MAX_WIDTH);
  return (place.index - (place.count - 1) / 2) * width * (1 + BAR_GAP);
}

function strokes([x1, y1], [x2, y2], horizontal) {
  const cap = horizontal ? [0, CAP] : [CAP, 0];
  return [
    { x1, y1, x2, y2 },
    { x1: x1 - cap[0], y1: y1 - cap[1], x2: x1 + cap[0], y2: y1 + cap[1] },
    { x1: x2 - cap[0], y1: y2 - cap[1], x2: x2 + cap[0], y2: y2 + cap[1] },
  ];
}

export function whiskers({ one, chart, horizontal, place }) {
  const ink = colour("--chart-ink");
  const along = (at) => (chart.time_axis ? chart.categories[at] : at);
  return {
    type: "custom",
    name: one.name,
    silent: true,
    z: 5,
    color: one.colour,
    ...ends({ one, chart, horizontal }),
    renderItem: (params, api) => {
      const at = params.dataIndex;
      if (!known(one, at)) return undefined;
      const [low, high] = [one.low[at], one.high[at]].map((value) =>
        api.coord(horizontal ? [value, at] : [along(at), value]),
      );
      const room = chart.time_axis ? 0 : api.size([1, 1])[horizontal ? 1 : 0];
      const aside = offset(place, room);
      for (const point of [low, high]) point[horizontal ? 1 : 0] += aside;
      return {
        type: "group",
        children: strokes(low, high, horizontal).map((shape) => ({
          type: "line",
          shape,
          style: { stroke: ink, lineWidth: 1.5, opacity: 0.75 },
        })),
      };
    },
  };
}
