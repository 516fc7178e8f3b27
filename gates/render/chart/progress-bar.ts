/**
 * How much of a soak's time is credited, as a bar. The figures stand beside it in words, so the bar itself is
 * decoration.
 */
import { element, type Markup } from '../markup.js';

const WIDTH = 400;
const HEIGHT = 8;

/** A bar filled to `share` (0 to 1); hatched when the time was not real. */
export function progressBar(share: number, time: 'real' | 'simulated'): Markup {
  const wide = WIDTH * Math.min(1, Math.max(0, share));
  const bar = (className: string, width: number) =>
    element('rect', { class: className, width, height: HEIGHT, rx: HEIGHT / 2 });
  const layers = [bar('track', WIDTH), bar('filled', wide)];
  if (time === 'simulated') layers.push(bar('hatched', wide));
  return element(
    'svg',
    {
      class: 'bar',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
      focusable: 'false',
    },
    layers,
  );
}
