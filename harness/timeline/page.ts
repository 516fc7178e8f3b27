/**
 * `timeline.html`: every violation of a run as a picture, on one page that opens from disk, asks for nothing, and runs
 * no script.
 */
import type { History } from '../../gates/record/history.js';
import { type Cut, cutTo, type Violation } from './cut.js';
import { layoutOf } from './layout.js';
import { legend } from './legend.js';
import { element, empty, type Markup, text } from './markup.js';
import { pinsOf } from './pins.js';
import { STYLE } from './style.js';
import { namesSvg, svgOf } from './svg.js';

export interface PageTerms {
  readonly history: History;
  /** At least one. */
  readonly violations: readonly Violation[];
  /** The scenario's own sentence. */
  readonly says: string;
  /** What to type to play it again. */
  readonly replay: string;
}

/** Pixels of the column that holds the names of the actors. */
const NAMES = 110;

/** The whole page. */
export function timelinePage(terms: PageTerms): string {
  const { violations } = terms;
  const head = element('head', {}, [
    empty('meta', { charset: 'utf-8' }),
    empty('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    empty('meta', {
      'http-equiv': 'Content-Security-Policy',
      content: "default-src 'none'; style-src 'unsafe-inline'",
    }),
    element('title', {}, [text(titleOf(terms))]),
    element('style', {}, [STYLE as Markup]),
  ]);
  const body = element('body', {}, [
    HATCH,
    heading(terms),
    element('main', {}, [...violations.map((one) => section(one, terms.history)), legend()]),
  ]);
  return `<!doctype html>\n${element('html', { lang: 'en' }, [head, body])}\n`;
}

/** The pattern of faults, once for all pictures of the page. */
const HATCH = element('svg', { width: 0, height: 0, style: 'position:absolute', 'aria-hidden': 'true' }, [
  element(
    'pattern',
    { id: 'hatch', width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    [element('path', { d: 'M0 0V7' })],
  ),
]);

function titleOf({ history, violations }: PageTerms): string {
  const { scenario, seed, mode } = history.header;
  const invariants = violations.map(({ invariant }) => invariant).join(', ');
  return `${invariants} violated: ${scenario}, seed ${seed}, ${mode}: ${violations[0]?.because ?? ''}`;
}

function heading({ history, says, replay }: PageTerms): Markup {
  const { scenario, seed, mode, control, sut } = history.header;
  const planted = control === null ? [] : [['planted bug', control]];
  const facts = [
    ['seed', String(seed)],
    ['mode', mode],
    ...planted,
    ['system', `${sut.name} ${sut.version}`],
  ];
  return element('header', {}, [
    element('p', { class: 'facts' }, [
      facts
        .map(([name = '', value = '']) => `${text(name)} ${element('b', {}, [text(value)])}`)
        .join(' · ') as Markup,
    ]),
    element('h1', {}, [text(`${scenario} is violated`)]),
    element('p', { class: 'says' }, [text(says)]),
    element('p', { class: 'replay' }, [element('code', {}, [text(replay)])]),
  ]);
}

function section(violation: Violation, history: History): Markup {
  const { invariant, name, because } = violation;
  const cut = cutTo(violation, history);
  return element('section', {}, [
    element('h2', {}, [element('span', { class: 'id' }, [text(invariant)]), text(` ${name} is violated`)]),
    element('p', { class: 'because' }, [text(because)]),
    ...(cut === null ? [note('No line of the history witnesses it: it shows in the final read.')] : []),
    ...(cut === null ? [] : pictured(cut, history, violation)),
  ]);
}

function pictured(cut: Cut, history: History, { invariant, because }: Violation): readonly Markup[] {
  const layout = layoutOf(cut, history);
  return [
    element(
      'div',
      { class: 'figure', tabindex: 0, role: 'group', 'aria-label': 'timeline, scrolls sideways' },
      [namesSvg(layout, { invariant, width: NAMES }), svgOf(layout, because)],
    ),
    element(
      'ol',
      { class: 'witness' },
      pinsOf(cut, history).map(({ number, says }) =>
        element('li', {}, [element('b', {}, [text(String(number))]), element('span', {}, [text(says)])]),
      ),
    ),
    note(cutText(cut)),
  ];
}

/** What the picture shows and what it leaves out. */
function cutText({ calls, faults, tasks, whole }: Cut): string {
  const scale = 'Time runs to the right but not to scale: each moment has room for its words.';
  if (calls.length === whole.calls) return `The whole run: ${grouped(whole.calls)} calls. ${scale}`;
  const story =
    tasks.length > 0
      ? `${grouped(whole.storyCalls)} of them about ${tasks.join(', ')}`
      : 'none about one task';
  const struck = whole.faults > faults.length ? ` ${whole.faults - faults.length} faults are not shown.` : '';
  return (
    `Cut to the witness: ${calls.length} of ${grouped(whole.calls)} calls (${story}), from a history of ` +
    `${grouped(whole.lines)} lines.${struck} ${scale}`
  );
}

function note(says: string): Markup {
  return element('p', { class: 'note' }, [text(says)]);
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
