/** The measurement of sharing as a table for people. Pure. */
import type { SharingRow } from './run.js';

const HEAD = [
  'processes',
  'callers in each',
  'tasks a second',
  'of one process',
  'shares, least to most',
  'claim, p99 ms',
  'lost',
  'given up as busy',
  'raw errors',
];

/** A Markdown table, a row for each crew; below it, the raw errors that were met. */
export function sharingText(rows: readonly SharingRow[]): string {
  const lines = [HEAD, HEAD.map(() => '---'), ...rows.map(cells)];
  const errors = [...new Set(rows.flatMap(({ rawErrors }) => rawErrors))];
  return [
    ...lines.map((each) => `| ${each.join(' | ')} |`),
    ...errors.map((error) => `\nraw error: ${error}`),
  ].join('\n');
}

function cells(row: SharingRow): readonly string[] {
  return [
    String(row.processes),
    String(row.callers),
    row.rate.toLocaleString('en'),
    row.ofOne.toFixed(2),
    `${row.leastShare.toFixed(2)} to ${row.mostShare.toFixed(2)}`,
    row.claimP99.toFixed(2),
    String(row.lost),
    String(row.givenUp),
    String(row.rawErrors.length),
  ];
}
