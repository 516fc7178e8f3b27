/** The hatched ground of a fault. */
import type { FaultBox } from './lane-box.js';
import { element, type Markup } from './markup.js';

/** The shade of a fault; one that is over at once is a line. */
export function shade(fault: FaultBox, { y, height }: { y: number; height: number }): Markup {
  const box = { x: fault.x, y, width: Math.max(fault.width, 2), height };
  return element('g', { class: `fault ${fault.kind}` }, [
    element('rect', { class: 'tint', ...box }),
    element('rect', { fill: 'url(#hatch)', ...box }),
  ]);
}
