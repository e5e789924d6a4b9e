// Draws the charts of a page from the figures in their markup; loaded only by pages that have one.
import { init, use, type ECharts, type EChartsCoreOption } from "echarts/core";
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { DataZoomInsideComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, PieChart, DataZoomInsideComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

interface Series { name: string; values: (number | null)[]; tone: string | null }
interface Figures {
  kind: "line" | "area" | "bar" | "stackedbar" | "donut";
  labels: string[]; series: Series[]; tones: string[] | null; unit: string | null;
  target: number | null; targetName: string; min: number | null; max: number | null; zoom: boolean;
}

/** The colour that the theme gives to a variable just now, as rgb(). */
function colour(variable: string) {
  const probe = document.createElement("i");
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

const tones: Record<string, string> = { good: "--chart-good", warn: "--chart-warn", bad: "--chart-bad", info: "--chart-1", neutral: "--chart-6", muted: "--chart-muted" };
const number = (value: unknown) => typeof value === "number" ? value.toLocaleString("en", { maximumFractionDigits: 2 }) : "—";

const pen = document.createElement("canvas").getContext("2d")!;

/** How many lines the legend takes when it wraps at the chart's width; the plot begins below them. */
function legendLines(names: string[], width: number, font: string) {
  pen.font = `11px ${font}`;
  let lines = 1, at = 0;
  for (const name of names) {
    const needed = pen.measureText(name).width + 30;
    if (at > 0 && at + needed > width) { lines++; at = 0; }
    at += needed;
  }
  return lines;
}

function option(f: Figures, width: number): EChartsCoreOption {
  const ink = colour("--ink"), quiet = colour("--ink-3"), line = colour("--line"), surface = colour("--surface"), edge = colour("--line-2");
  const palette = [1, 2, 3, 4, 5, 6].map(n => colour(`--chart-${n}`));
  const tone = (name: string | null | undefined, i: number) => name && tones[name] ? colour(tones[name]) : palette[i % palette.length]!;
  const font = getComputedStyle(document.body).fontFamily;
  const unit = f.unit ? ` ${f.unit}` : "";
  const labelStyle = { color: quiet, fontSize: 11, hideOverlap: true };
  const legend = { show: f.series.length > 1, top: 0, left: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, itemGap: 14, type: "plain", textStyle: { color: quiet, fontSize: 11 } };
  const base = {
    textStyle: { fontFamily: font, color: ink }, color: palette, animation: !matchMedia("(prefers-reduced-motion: reduce)").matches, animationDuration: 350, legend,
    // Rich text is drawn on the canvas; the HTML tooltip would need inline styles, which the content policy forbids.
    tooltip: {
      renderMode: "richText", confine: true, backgroundColor: surface, borderColor: edge, borderWidth: 1, padding: [6, 10],
      textStyle: { color: ink, fontSize: 12, fontFamily: font }, valueFormatter: (v: unknown) => number(v) + (v === null ? "" : unit),
    },
  };

  if (f.kind === "donut") {
    const values = f.series[0]?.values ?? [];
    const total = values.reduce<number>((sum, v) => sum + (v ?? 0), 0);
    const data = f.labels.map((name, i) => ({ name, value: values[i], itemStyle: { color: tone(f.tones?.[i], i) } }));
    return {
      ...base,
      tooltip: { ...base.tooltip, trigger: "item", formatter: (p: { name: string; value: number; percent: number }) => `${p.name}  ${number(p.value)}${unit} (${p.percent} %)` },
      legend: { ...legend, show: true, orient: "vertical", left: "54%", top: "middle", formatter: (name: string) => `${name}  ${number(values[f.labels.indexOf(name)])}` },
      series: [{
        type: "pie", radius: ["56%", "82%"], center: ["27%", "50%"], data, itemStyle: { borderColor: surface, borderWidth: 2, borderRadius: 3 },
        label: { show: true, position: "center", formatter: () => number(total), color: ink, fontSize: 18, fontWeight: 600 }, emphasis: { scaleSize: 3, label: { show: true } }, labelLine: { show: false },
      }],
    };
  }

  const grid = { left: 4, right: 12, top: f.series.length > 1 ? 16 + 18 * legendLines(f.series.map(s => s.name), width, font) : 12, bottom: 4, containLabel: true };
  const categories = { type: "category", data: f.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: edge } }, axisLabel: labelStyle };

  const bars = f.kind === "bar" || f.kind === "stackedbar";
  return {
    ...base, grid,
    tooltip: { ...base.tooltip, trigger: "axis", axisPointer: { type: bars ? "shadow" : "line", lineStyle: { color: edge }, shadowStyle: { color: edge, opacity: .25 } } },
    xAxis: { ...categories, boundaryGap: bars },
    yAxis: { type: "value", min: f.min ?? undefined, max: f.max ?? undefined, scale: f.min === null && f.kind === "line", splitNumber: 4, splitLine: { lineStyle: { color: line } }, axisLabel: labelStyle },
    dataZoom: f.zoom ? [{ type: "inside", zoomOnMouseWheel: "ctrl" }] : [],
    series: f.series.map((s, i) => ({
      name: s.name, data: s.values, color: tone(s.tone, i), type: bars ? "bar" : "line", stack: f.kind === "stackedbar" ? "all" : undefined,
      barMaxWidth: 22, itemStyle: bars && f.kind === "bar" ? { borderRadius: [3, 3, 0, 0] } : {},
      showSymbol: f.labels.length <= 12, symbol: "circle", symbolSize: 5, lineStyle: { width: 2 }, sampling: "lttb", connectNulls: false,
      areaStyle: f.kind === "area" ? { opacity: .14 } : undefined,
      markLine: f.target !== null && i === 0 ? {
        silent: true, symbol: "none", data: [{ yAxis: f.target }], lineStyle: { color: colour("--chart-bad"), type: "dashed", width: 1.5 },
        label: { formatter: `${f.targetName} ${number(f.target)}${unit}`, position: "insideEndTop", color: quiet, fontSize: 11 },
      } : undefined,
    })),
  };
}

const drawn = new Map<HTMLElement, { chart: ECharts; figures: Figures }>();

export function draw(figures: HTMLElement[]) {
  for (const figure of figures) {
    const canvas = figure.querySelector<HTMLElement>(".chart-canvas")!;
    const data = JSON.parse(figure.dataset.chart!) as Figures;
    const chart = init(canvas);
    chart.setOption(option(data, canvas.clientWidth));
    drawn.set(canvas, { chart, figures: data });
    resized.observe(canvas);
  }
}

// No wider than the text of a portrait A4 page with its margins.
const paper = 640;

function redraw(onPaper = false) {
  for (const [canvas, { chart, figures }] of drawn) {
    if (canvas.isConnected) {
      const width = onPaper ? Math.min(paper, canvas.clientWidth) : canvas.clientWidth;
      chart.resize({ width: onPaper ? width : "auto" });
      chart.setOption({ ...option(figures, width), ...(onPaper ? { animation: false } : {}) }, { notMerge: true });
      continue;
    }
    chart.dispose();
    drawn.delete(canvas);
  }
}

const resized = new ResizeObserver(entries => entries.forEach(e => {
  const one = drawn.get(e.target as HTMLElement);
  one?.chart.resize();
  one?.chart.setOption(option(one.figures, e.contentRect.width));
}));
new MutationObserver(() => redraw()).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw());

// Paper is light whatever the screen is: the stylesheet says so for everything but the canvases.
addEventListener("beforeprint", () => {
  const theme = document.documentElement.style;
  theme.colorScheme = "light";
  redraw(true);
  theme.colorScheme = "";
});
addEventListener("afterprint", () => redraw());
