/** What stands around the lanes: the phases and common faults above, the times below, the pins over it all. */

import type { PinBox } from './header.js';
import { BAR } from './lane-box.js';
import type { Layout } from './layout.js';
import { element, type Markup, text } from './markup.js';
import { shade } from './shade.js';

const RADIUS = 9;

/** Faults that hit everybody, and where phases begin. */
export function svgHeader({ everywhere, marks, top, bottom }: Layout): readonly Markup[] {
  return [
    ...everywhere.flatMap((fault) => [
      shade(fault, { y: fault.y, height: bottom - fault.y }),
      element('text', { class: `fault-name ${fault.kind}-name`, x: fault.x + 6, y: fault.y + 13 }, [
        text(fault.says),
      ]),
    ]),
    ...marks.flatMap(({ x, y, says }) => [
      element('path', { class: 'mark', d: line(x, y, bottom) }),
      element('text', { class: 'mark-name', x: x + 6, y: y + 13 }, [text(says)]),
    ]),
    element('path', { class: 'edge', d: `M0 ${top}H9999` }),
  ];
}

/** The times, and how long the stretches between them lasted. */
export function svgFoot({ ticks, gaps, top, bottom }: Layout): readonly Markup[] {
  return [
    ...gaps.flatMap(({ from, to, label, lines }) => [
      element('path', {
        class: lines === 'left out' ? 'axis cut' : 'axis',
        d: `M${tenth(from)} ${tenth(bottom)}H${tenth(to)}`,
      }),
      ...(label === null
        ? []
        : [element('text', { class: 'gap', x: (from + to) / 2, y: bottom + 33 }, [text(label)])]),
    ]),
    ...ticks.flatMap(({ x, label }) => [
      element('path', { class: 'grid', d: line(x, top, bottom + 5) }),
      element('text', { class: 'tick', x, y: bottom + 18 }, [text(label)]),
    ]),
  ];
}

/** The numbered pins, each with a thread to the call it stands on. */
export function svgPins(layout: Layout): readonly Markup[] {
  return [...layout.pins.map((pin) => thread(pin, layout)), ...layout.pins.map(head)];
}

function thread({ x, y, lane, call }: PinBox, { lanes, bottom }: Layout): Markup {
  const box = lanes.find(({ name }) => name === lane);
  const until = box ? box.barY + (call === null ? BAR : -3) : bottom;
  return element('path', { class: 'thread', d: line(x, y + RADIUS, until) });
}

function head({ x, y, number, says }: PinBox): Markup {
  return element('g', { class: 'pin' }, [
    element('title', {}, [text(says)]),
    element('circle', { cx: x, cy: y, r: RADIUS }),
    element('text', { x, y: y + 4 }, [text(String(number))]),
  ]);
}

function line(x: number, from: number, to: number): string {
  return `M${tenth(x)} ${tenth(from)}V${tenth(to)}`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
