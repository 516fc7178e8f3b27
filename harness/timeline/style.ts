/** The look of the page: calm, light and dark, from a phone to a wide screen. It names nothing outside the page. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f6f4; --surface: #ffffff; --lane: #f7f7f5; --ink: #1a1d21; --soft: #59616b; --rule: #dfe0dc;
  --ok: #14704a; --fail: #b4530f; --info: #6541a5; --open: #59616b; --accent: #c0271d; --on-accent: #ffffff;
  --fault: #8a6a2f; --lock: #b3261e; --time: #6a3fa0; --hue-0: #1c6fb5; --hue-1: #0f8a80; --hue-2: #b03a82; --hue-3: #6b7280;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1215; --surface: #171b1f; --lane: #1b2025; --ink: #e8eaed; --soft: #a3abb5; --rule: #2f363d;
    --ok: #62cf9c; --fail: #f2a15f; --info: #bba4f2; --open: #a3abb5; --accent: #ff8177; --on-accent: #1b0c0a;
    --fault: #d3ad63; --lock: #ff9187; --time: #c3a3f2; --hue-0: #7cb7f0; --hue-1: #5fd0c5; --hue-2: #f08cc4; --hue-3: #b3bac4;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.55 var(--sans); overflow-wrap: anywhere; }
main, header { max-width: 1320px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 28px; }
.facts { margin: 0; color: var(--soft); }
.facts b { color: var(--ink); font-weight: 600; }
h1 { margin: 2px 0 0; font-size: 26px; line-height: 1.25; letter-spacing: -0.015em; }
h2 { margin: 0; font-size: 18px; line-height: 1.35; letter-spacing: -0.01em; }
h2 .id { color: var(--accent); }
.because { margin-top: 4px; margin-bottom: 0; max-width: 84ch; font-size: 16px; }
.says { margin: 6px 0 0; max-width: 84ch; color: var(--soft); }
section { margin: 24px 0; padding: 20px 0 16px; background: var(--surface); border: 1px solid var(--rule); border-radius: 12px; }
section > * { margin-left: 20px; margin-right: 20px; }
code { font: 13px/1.6 var(--mono); }
.replay { margin: 14px 0 0; }
.replay code { display: inline-block; padding: 5px 10px; background: var(--surface); border: 1px solid var(--rule); border-radius: 7px; user-select: all; }
.figure { display: flex; margin: 18px 0 0 !important; border-block: 1px solid var(--rule); overflow-x: auto; }
.figure:focus-visible { outline: 2px solid var(--hue-0); outline-offset: -2px; }
.figure svg { flex: none; display: block; font: 11.5px/1 var(--sans); font-variant-numeric: tabular-nums; }
.names { position: sticky; left: 0; background: var(--surface); box-shadow: 1px 0 0 var(--rule); }
.plot { min-width: 0; }
text { fill: var(--ink); }
.lane.even { fill: var(--lane); }
.lane.odd { fill: var(--surface); }
.name { font-weight: 650; font-size: 13px; }
.kind, .gap { fill: var(--soft); }
.tick, .gap { text-anchor: middle; }
.gap { font-style: italic; font-size: 11px; }
.grid { stroke: var(--rule); }
.edge { stroke: var(--rule); }
.axis { stroke: var(--soft); stroke-width: 1.5; }
.axis.cut { stroke-dasharray: 2 4; }
.call.ok { fill: var(--ok); }
.call.fail { fill: var(--fail); }
.call.info { fill: var(--info); }
.call.open { fill: none; stroke: var(--open); stroke-dasharray: 3 3; }
.label { paint-order: stroke; stroke: var(--surface); stroke-opacity: 0.75; stroke-width: 3px; stroke-linejoin: round; }
.label.fail { fill: var(--fail); }
.label.info { fill: var(--info); }
.label.pinned { font-weight: 650; }
.outline { fill: none; stroke: var(--accent); stroke-width: 2; }
.pin circle { fill: var(--accent); }
.pin text { fill: var(--on-accent); text-anchor: middle; font-weight: 700; }
.thread { stroke: var(--accent); stroke-width: 1.25; stroke-dasharray: 4 3; fill: none; }
.hue-0 { --hue: var(--hue-0); } .hue-1 { --hue: var(--hue-1); } .hue-2 { --hue: var(--hue-2); } .hue-3 { --hue: var(--hue-3); }
.ribbon rect { fill: var(--hue); fill-opacity: 0.2; }
.ribbon path { stroke: var(--hue); stroke-width: 2; }
.ribbon.ran-out path { stroke-dasharray: 3 2; }
.ribbon text { font-size: 11px; }
.run { fill: var(--hue); }
.fault .tint { fill: var(--fault); fill-opacity: 0.13; }
.fault.store-lock .tint { fill: var(--lock); fill-opacity: 0.1; }
.fault.slow .tint, .fault.clock-skew .tint, .fault.clock-step .tint { fill: var(--time); fill-opacity: 0.12; }
.fault.store-lock .tint, .fault.store-full .tint, .fault.slow-disk .tint { fill: var(--lock); fill-opacity: 0.1; }
#hatch path { stroke: var(--fault); stroke-width: 1; opacity: 0.35; }
.fault-name { fill: var(--fault); font-weight: 600; font-size: 11px; }
.store-lock-name, .store-full-name, .slow-disk-name { fill: var(--lock); }
.pinned-by { fill: var(--accent); font-weight: 700; font-size: 13px; }
.mark { stroke: var(--hue-1); stroke-width: 1.5; }
.mark-name { fill: var(--hue-1); font-weight: 600; }
.witness { margin-top: 16px; padding: 0; list-style: none; }
.witness li { display: flex; gap: 10px; margin: 6px 0; }
.witness b { flex: none; width: 20px; height: 20px; border-radius: 50%; background: var(--accent); color: var(--on-accent); text-align: center; font-size: 12px; line-height: 20px; }
.note { margin-top: 12px; color: var(--soft); font-size: 13.5px; max-width: 96ch; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 22px; margin: 14px 0 36px; padding: 0; list-style: none; color: var(--soft); font-size: 13.5px; }
.legend li { display: flex; align-items: center; gap: 8px; }
.legend svg { flex: none; }
@media (max-width: 640px) {
  main, header { padding: 0 14px; }
  header { padding-top: 18px; }
  h1 { font-size: 21px; }
  section { margin: 18px -14px; border-inline: 0; border-radius: 0; }
  section > * { margin-left: 14px; margin-right: 14px; }
  .kind { display: none; }
}
`.trim();
