/** Draws a chart (see colonnade/ui/charts.py) with ECharts. Loaded only by pages that show one. */

import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import { chartOption } from "./chart-option.js";

use([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
  CanvasRenderer,
  SVGRenderer,
]);

function follow(drawing, links) {
  drawing.on("click", ({ dataIndex }) => {
    if (links[dataIndex]) location.assign(links[dataIndex]);
  });
}

/** Draw into `box`; returns the means to draw again when the colours change. */
export function drawChart(box, chart) {
  const drawing = init(box, null, { renderer: "svg" });
  const redraw = () => drawing.setOption(chartOption(chart, drawing.getWidth()), { notMerge: true });
  redraw();
  follow(drawing, chart.links);
  let width = drawing.getWidth();
  new ResizeObserver(() => {
    drawing.resize();
    if (drawing.getWidth() !== width) {
      width = drawing.getWidth();
      redraw();
    }
  }).observe(box);
  return { redraw };
}

/** Return the chart as a PNG with its question and answer, to paste into a report. */
export async function drawPng(chart) {
  const size = { width: 1000, height: 560 };
  const drawing = init(document.createElement("div"), null, { renderer: "canvas", devicePixelRatio: 2, ...size });
  drawing.setOption(chartOption(chart, size.width, { titled: true }));
  const canvas = drawing.renderToCanvas({ pixelRatio: 2 });
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  drawing.dispose();
  return blob;
}
