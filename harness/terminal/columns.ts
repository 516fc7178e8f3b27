/** Rows as aligned plain text: readable in a terminal, a log and a diff alike. */

import { oneLine } from './printable.js';

/**
 * Each column as wide as its widest cell, two blanks between; the last one ragged. Whatever a cell says, a row is one
 * line.
 */
export function columns(cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map(oneLine));
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
