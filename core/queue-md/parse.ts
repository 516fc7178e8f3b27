/**
 * The text of a `QUEUE.md` as rows of data. Pure. Nothing that looks like a row is ever skipped in silence: what
 * cannot be read is a problem with its line number, and one problem refuses the whole file.
 */
import { Invalid } from '../errors.js';
import type { ImportedTask } from '../store/store.js';
import { onOneLine, splitRow } from './cell.js';
import { type Cells, COLUMNS } from './columns.js';
import { type Problem, readRow } from './row.js';
import type { ZoneMinutes } from './zone.js';

/** A file in three parts: the lines around the table are kept as they are. */
export interface QueueDocument {
  readonly before: readonly string[];
  readonly rows: readonly ImportedTask[];
  /** The same rows as they are written, with what an import leaves out. */
  readonly cells: readonly Cells[];
  readonly after: readonly string[];
}

const shownProblems = 5;
const separatorCell = /^\s*:?-{1,}:?\s*$/;

/** Whether the text has the header of a queue, well-formed or not. */
export function hasQueueTable(text: string): boolean {
  return linesOf(text).some(isHeader);
}

/** The lines of a text without a queue, as what stands before one. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** @throws Invalid, naming the first problems with their lines */
export function parseQueue(text: string, zone: ZoneMinutes): QueueDocument {
  const lines = linesOf(text);
  const start = lines.findIndex(isHeader);
  if (start < 0) {
    throw new Invalid(`expected a table with the header ${headerText()}, found none`, {
      hint: 'render one with: orch render',
    });
  }
  const end = endOfTable(lines, start);
  const problems = [...headerProblems(lines, start), ...strayProblems(lines, { start, end })];
  const { rows, cells } = tableRows(lines, { start, end, zone, problems });
  if (problems.length > 0) throw refusal(problems);
  return { before: lines.slice(0, start), rows, cells, after: lines.slice(end) };
}

function tableRows(
  lines: readonly string[],
  table: { start: number; end: number; zone: ZoneMinutes; problems: Problem[] },
): Pick<QueueDocument, 'rows' | 'cells'> {
  const rows: ImportedTask[] = [];
  const cells: Cells[] = [];
  const firstLineOf = new Map<string, number>();
  for (let index = table.start + 2; index < table.end; index += 1) {
    const read = readRow(lines[index] ?? '', { line: index + 1, zone: table.zone });
    if ('problems' in read) {
      table.problems.push(...read.problems);
      continue;
    }
    const earlier = firstLineOf.get(read.row.id);
    if (earlier === undefined) firstLineOf.set(read.row.id, index + 1);
    else table.problems.push({ line: index + 1, says: `id ${read.row.id} is on line ${earlier} already` });
    rows.push(read.row);
    cells.push(read.cells);
  }
  return { rows, cells };
}

function endOfTable(lines: readonly string[], start: number): number {
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return length < 0 ? lines.length : start + length;
}

function isHeader(line: string): boolean {
  const names = headerNames(line);
  return names !== null && COLUMNS.slice(0, 4).every((name, at) => names[at] === name);
}

function headerNames(line: string): readonly string[] | null {
  return line.startsWith('|') ? (splitRow(line)?.map((cell) => cell.trim().toLowerCase()) ?? null) : null;
}

function headerProblems(lines: readonly string[], start: number): readonly Problem[] {
  const names = headerNames(lines[start] ?? '') ?? [];
  const problems: Problem[] = [];
  if (names.length !== COLUMNS.length || !COLUMNS.every((name, at) => names[at] === name)) {
    const found = onOneLine(names.join(' | ').slice(0, 200));
    problems.push({ line: start + 1, says: `expected the header ${headerText()}, got ${found}` });
  }
  const rule = splitRow(lines[start + 1] ?? '');
  if (rule?.length !== COLUMNS.length || !rule.every((cell) => separatorCell.test(cell))) {
    problems.push({
      line: start + 2,
      says: 'expected a separator row of nine cells such as | --- | under the header',
    });
  }
  return problems;
}

/** Rows outside the table: a reader would take them for part of the queue. */
function strayProblems(
  lines: readonly string[],
  { start, end }: { start: number; end: number },
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [index, line] of lines.entries()) {
    if (index >= start && index < end) continue;
    const line1 = index + 1;
    if (index < start && splitRow(line)?.length === COLUMNS.length) {
      problems.push({ line: line1, says: 'a row stands before the table' });
    }
    if (index < end || !looksLikeRow(line)) continue;
    if (isHeader(line.trimStart()))
      problems.push({ line: line1, says: 'a second table; one file holds one queue' });
    else if (lines.slice(end, index).every((between) => between.trim() === '') && index > end) {
      problems.push({ line: end + 1, says: `a blank line inside the table, which goes on at line ${line1}` });
    } else problems.push({ line: line1, says: `a row after the table's end at line ${end}` });
    break;
  }
  return problems;
}

function looksLikeRow(line: string): boolean {
  return /^\s*\|/.test(line) || line.replaceAll(/\\./g, '').split('|').length >= COLUMNS.length;
}

function refusal(problems: readonly Problem[]): Invalid {
  const inOrder = [...problems].sort((one, other) => one.line - other.line);
  const shown = inOrder.slice(0, shownProblems).map(({ line, says }) => `line ${line}: ${says}`);
  const rest = inOrder.length - shown.length;
  return new Invalid(`${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`, {
    hint: 'correct the file; nothing was read from it',
  });
}

function headerText(): string {
  return COLUMNS.join(' | ');
}
