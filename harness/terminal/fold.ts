/**
 * Text that is wider than the terminal, folded between words so that columns stay columns. Elsewhere than on a terminal
 * a row stays a line, for `grep` and for diffs.
 */

/** A last column narrower than this goes below its row instead of beside it. */
const LEAST_ROOM = 20;
/** How far a continuation stands in where there is no column to stand under. */
const STEP = 4;

/** Columns of the terminal behind a stream; without end when it is none. */
export function widthOf({ isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return isTTY && columns ? columns : Number.POSITIVE_INFINITY;
}

/** Lines of at most `width`. One with a command to type stays whole: it is copied as one, and a terminal wraps it. */
export function folded(text: string, width: number): string {
  const fold = (line: string) =>
    line.length <= width || line.includes('npx ') ? line : foldedLine(line, width);
  return text.split('\n').map(fold).join('\n');
}

function foldedLine(line: string, width: number): string {
  const cell = lastCellOf(line);
  if (cell > 0 && width - cell < LEAST_ROOM) {
    const below = ' '.repeat(STEP);
    return [
      line.slice(0, cell).trimEnd(),
      ...wordsWithin(line.slice(cell), { width, first: below, rest: below }),
    ].join('\n');
  }
  const lead = line.length - line.trimStart().length;
  const start = Math.max(cell, lead);
  const rest = ' '.repeat(cell > 0 ? cell : lead + STEP);
  return wordsWithin(line.slice(start), { width, first: line.slice(0, start), rest }).join('\n');
}

/** Where the last column of a row starts; 0 for a line that is no row. */
function lastCellOf(line: string): number {
  const gap = /^.*\S {2,}(?=\S)/.exec(line);
  return gap === null ? 0 : gap[0].length;
}

/** What stands before the words: on the first line, and on those after it. */
interface Margins {
  readonly width: number;
  readonly first: string;
  readonly rest: string;
}

/** A word that is longer than the line has one of its own, and is not broken. */
function wordsWithin(text: string, { width, first, rest }: Margins): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isFresh = true;
  for (const word of text.split(' ')) {
    if (!isFresh && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      isFresh = true;
    }
    line += isFresh ? word : ` ${word}`;
    isFresh = false;
  }
  return [...lines, line];
}
