/**
 * One verdict, many renderings. Pure: the same verdict gives the same bytes, on every machine. None of them
 * computes anything the verdict does not say.
 */
import { createHash } from 'node:crypto';
import type { Verdict } from '../verdict/verdict.js';
import { junit } from './junit.js';
import { printable } from './printable.js';
import { summary } from './summary.js';
import { fillTemplate } from './templates.js';
import { pageView } from './view-model.js';

/** File name below the candidate's folder → content. */
export interface Renderings {
  readonly 'verdict.json': string;
  readonly 'report.html': string;
  readonly 'summary.md': string;
  readonly 'junit.xml': string;
}

/** The names of all renderings. */
export const RENDERINGS: readonly (keyof Renderings)[] = [
  'verdict.json',
  'report.html',
  'summary.md',
  'junit.xml',
];

/** Every file the gate leaves for readers. @throws when a template and its view do not fit; never half a page. */
export function render(verdict: Verdict): Renderings {
  const json = verdictJson(verdict);
  const shown = printable(verdict);
  const sha256 = createHash('sha256').update(json).digest('hex');
  return {
    'verdict.json': json,
    'report.html': fillTemplate('report.html.hbs', pageView(shown, sha256)),
    'summary.md': summary(shown),
    'junit.xml': junit(shown),
  };
}

/** A line break in JSON is never inside a string, so this finds pairs of numbers and nothing else. */
const POINT = /\[\n\s+(-?[\d.eE+-]+),\n\s+(-?[\d.eE+-]+)\n\s+\]/g;

/** Indented for people, but a point of a series stays on one line. */
function verdictJson(verdict: Verdict): string {
  return `${JSON.stringify(verdict, null, 2).replace(POINT, '[$1, $2]')}\n`;
}
