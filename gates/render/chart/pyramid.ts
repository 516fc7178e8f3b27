/**
 * The test layers as a pyramid: one centred bar a layer, widest where the most cases are.
 */
import { scaleLinear } from 'd3-scale';
import { number } from '../figures.js';
import { element, type Markup } from '../markup.js';
import { drawing, label } from './svg.js';

export interface Pyramid {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Top of the pyramid first. */
  readonly layers: readonly { readonly name: string; readonly cases: number; readonly failed: number }[];
}

const WIDTH = 480;
const ROW = 34;
const MIDDLE = 270;
const WIDEST = 300;

/** The pyramid as one `<svg>`. */
export function pyramid(picture: Pyramid): Markup {
  const most = Math.max(1, ...picture.layers.map(({ cases }) => cases));
  const width = scaleLinear([0, most], [0, WIDEST]);
  const about = {
    ...picture,
    className: 'chart pyramid',
    width: WIDTH,
    height: picture.layers.length * ROW + 4,
  };
  const rows = picture.layers.flatMap(({ name, cases, failed }, index) => {
    const wide = cases === 0 ? 0 : Math.max(2, width(cases));
    const top = index * ROW + 4;
    return [
      label(name, { x: 0, y: top + 19 }),
      element('rect', {
        class: failed > 0 ? 'layer layer-failed' : 'layer',
        x: MIDDLE - wide / 2,
        y: top,
        width: wide,
        height: ROW - 6,
        rx: 3,
      }),
      label(number(cases), { class: 'strong', x: WIDTH, y: top + 19, 'text-anchor': 'end' }),
    ];
  });
  return drawing(about, rows);
}
