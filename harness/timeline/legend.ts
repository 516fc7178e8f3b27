/** What the colours and shapes of the picture mean, each beside a small piece of it. */
import { element, type Markup, text } from './markup.js';

/** The legend, the same under every picture. */
export function legend(): Markup {
  return element('ul', { class: 'legend' }, ITEMS.map(item));
}

interface Item {
  readonly says: string;
  readonly sample: readonly Markup[];
}

const bar = (ending: string) =>
  element('rect', { class: `call ${ending}`, x: 1, y: 3, width: 24, height: 10, rx: 2.5 });
const tint = (kind: string) =>
  element('g', { class: `fault ${kind}` }, [
    element('rect', { class: 'tint', width: 26, height: 16 }),
    element('rect', { fill: 'url(#hatch)', width: 26, height: 16 }),
  ]);

const ITEMS: readonly Item[] = [
  { says: 'accepted ✓', sample: [bar('ok')] },
  { says: 'refused ✕', sample: [bar('fail')] },
  { says: 'nobody knows ?', sample: [bar('info')] },
  { says: 'no answer …', sample: [bar('open')] },
  {
    says: 'a call that witnesses the violation',
    sample: [
      element('rect', { class: 'call ok', x: 4, y: 4, width: 18, height: 8, rx: 2 }),
      element('rect', { class: 'outline', x: 1, y: 1, width: 24, height: 14, rx: 4 }),
    ],
  },
  {
    says: 'a lease on a task; #1 is its fence',
    sample: [
      element('g', { class: 'ribbon hue-0' }, [
        element('rect', { width: 25, height: 16, rx: 3 }),
        element('path', { d: 'M25 0v16' }),
      ]),
    ],
  },
  {
    says: 'its handler runs',
    sample: [element('rect', { class: 'run hue-0', y: 6, width: 26, height: 3, rx: 1.5 })],
  },
  { says: 'a fault', sample: [tint('pause')] },
  { says: 'a fault of time: slow, or a clock that is off', sample: [tint('clock-step')] },
  {
    says: 'lines of the history left out',
    sample: [element('path', { class: 'axis cut', d: 'M0 8H26' })],
  },
];

function item({ says, sample }: Item): Markup {
  return element('li', {}, [
    element('svg', { width: 26, height: 16, viewBox: '0 0 26 16', 'aria-hidden': 'true' }, sample),
    text(says),
  ]);
}
