/**
 * A picture as SVG text, announced by its title and described in words.
 */
import { element, type Markup, text } from '../markup.js';

/** A label at a point. */
export function label(value: string, attributes: Readonly<Record<string, string | number>>): Markup {
  return element('text', attributes, [text(value)]);
}

export interface Drawing {
  readonly id: string;
  readonly className: string;
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
}

/** The outer element of a picture that is announced by its title and described in words. */
export function drawing(about: Drawing, children: readonly Markup[]): Markup {
  const ids = { title: `${about.id}-title`, description: `${about.id}-description` };
  return element(
    'svg',
    {
      class: about.className,
      viewBox: `0 0 ${about.width} ${about.height}`,
      role: 'img',
      'aria-labelledby': ids.title,
      'aria-describedby': ids.description,
    },
    [
      element('title', { id: ids.title }, [text(about.title)]),
      element('desc', { id: ids.description }, [text(about.description)]),
      ...children,
    ],
  );
}
