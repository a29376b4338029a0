import { use, init } from "echarts/core";
import { BarChart, HeatmapChart, LineChart, SankeyChart, ScatterChart } from "echarts/charts";
import {
  DataZoomInsideComponent,
  GridComponent,
  LegendPlainComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
} from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { element, button, zooms } from "./element.js";
import { number } from "./number.js";

use([
  BarChart, HeatmapChart, LineChart, SankeyChart, ScatterChart, DataZoomInsideComponent, GridComponent, LegendPlainComponent,
  MarkAreaComponent, MarkLineComponent, TitleComponent, TooltipComponent, VisualMapPiecewiseComponent, LabelLayout, SVGRenderer,
]);

const font = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

// takeOver puts an interactive chart in the place of the static drawing of a figure.
export function takeOver(figure, option) {
  const about = option.peil;
  const still = figure.querySelector(".wide");
  const drawing = still.querySelector("svg");
  const host = element("div", { className: "chart" });
  host.setAttribute("role", "img");
  host.setAttribute("aria-label", drawing.querySelector("desc").textContent);
  host.style.minWidth = `${about.least ?? 0}px`;
  const frame = element("div", { className: "wide" }, still.querySelector(".swipe"), host);
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-labelledby", still.getAttribute("aria-labelledby"));
  const live = element("div", { className: "live" }, frame);
  figure.insertBefore(live, still);

  // A narrower drawing can be taller: its names stand in more lines.
  const fit = () => {
    const form = about.forms?.findLast(({ most }) => host.clientWidth <= most) ?? about;
    host.style.height = `${form.height}px`;
    frame.classList.toggle("fits", host.clientWidth <= frame.clientWidth);
  };
  fit();
  const chart = init(host, null, { renderer: "svg" });
  chart.setOption(dress(option, about, host));
  tools(live, frame, chart, option, about);
  still.classList.add("still");
  new ResizeObserver(() => {
    fit();
    chart.resize();
  }).observe(host);
}

// dress gives an option what JSON cannot hold: how numbers and tooltips are written. All
// text is put in as text.
function dress(option, about, host) {
  option.textStyle = { fontFamily: font };
  option.tooltip.formatter = (told) => {
    const lines = (Array.isArray(told) ? told : [told]).map((p) => p.data?.tip).filter(Boolean);
    return element("div", { className: "told" }, ...[...new Set(lines)].map((text) => element("div", { textContent: text })));
  };
  for (const axis of [option.xAxis, option.yAxis].flat()) {
    if (axis?.type === "value") {
      const form = axis.days === undefined ? about : { lang: about.lang, unit: "", decimals: 0 };
      axis.axisLabel = { ...axis.axisLabel, formatter: (v) => number(v, form) };
    }
  }
  for (const series of option.series) {
    if (series.label) {
      series.label.formatter = (p) => p.data.text ?? "";
    }
    if (series.endLabel) {
      const many = about.toggles?.some((t) => t.name === series.name);
      series.endLabel.formatter = (p) => (many && host.clientWidth > (about.slim ?? 0) ? `${series.name} ${p.data.text}` : p.data.text);
    }
    if (series.type === "heatmap") {
      for (const item of series.data) {
        item.label = { color: item.itemStyle?.textColor ?? "#1a1a1a" };
      }
    }
  }
  for (const zoom of option.dataZoom ?? []) {
    // A wheel alone scrolls the page.
    Object.assign(zoom, { zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false, preventDefaultMouseMove: false });
  }
  return option;
}

// tools adds the buttons that switch series and zoom: buttons of the page, so that keys
// reach them and their names are read aloud.
function tools(live, frame, chart, option, about) {
  const bar = element("div", { className: "tools" });
  if (about.toggles?.length) {
    const group = element("div", { className: "toggles" });
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", about.words.series);
    for (const t of about.toggles) {
      const { name } = t;
      const b = button(name, () => {
        const on = b.getAttribute("aria-pressed") !== "true";
        b.setAttribute("aria-pressed", String(on));
        chart.dispatchAction({ type: on ? "legendSelect" : "legendUnSelect", name });
      });
      b.setAttribute("aria-pressed", "true");
      b.prepend(sample(t));
      group.append(b);
    }
    bar.append(group);
  }
  if (about.zoom === "axis") {
    let width = 100;
    let end = 100;
    const show = (w) => {
      width = Math.min(100, Math.max(20, w));
      end = Math.max(width, Math.min(100, end));
      chart.dispatchAction({ type: "dataZoom", start: end - width, end });
    };
    bar.append(zooms(about, () => show(width / 1.6), () => show(width * 1.6), () => ((end = 100), show(100))));
  }
  if (bar.childElementCount) {
    live.insertBefore(bar, frame);
  }
  if (about.notes?.length) {
    live.append(element("p", { className: "notes", textContent: about.notes.join(" · ") }));
  }
}

// sample shows the look of a series: a line with its dash, or a box with its pattern.
function sample({ color, look, dash }) {
  if (dash === undefined) {
    const box = element("span", { className: `sample look${look}` });
    box.style.backgroundColor = color;
    return box;
  }
  const names = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(names, "svg");
  const path = document.createElementNS(names, "path");
  for (const [name, value] of Object.entries({ class: "sample", viewBox: "0 0 24 8", "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  for (const [name, value] of Object.entries({ d: "M0 4H24", stroke: color, "stroke-width": 2.4, "stroke-dasharray": Array.isArray(dash) ? dash.join(" ") : "none" })) {
    path.setAttribute(name, value);
  }
  svg.append(path);
  return svg;
}
