/** Reading the run log back: how many commands ended, how many badly, and how many lines say nothing. */
import { createReadStream } from 'node:fs';
import { StoreUnavailable } from '../errors.js';

/** What the run log says as a whole. */
export interface RunLogSummary {
  /** Commands that ended. */
  readonly runs: number;
  /** Of them, those that did not end with 0. */
  readonly errors: number;
  /** Lines that are not a JSON object: counted and never fatal. */
  readonly malformed: number;
}

/** In characters; no command writes a line as long. */
const LONGEST_LINE = 262_144;

export interface ReadTerms {
  /** The command whose runs are not counted. */
  readonly leaveOut?: string;
}

/** The sum of a run log; null when there is none. @throws StoreUnavailable when it cannot be read */
export async function readRunLog(path: string, terms: ReadTerms = {}): Promise<RunLogSummary | null> {
  const sum = { runs: 0, errors: 0, malformed: 0 };
  try {
    for await (const line of linesOf(path)) count(line, sum, terms);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ENOENT') return null;
    throw new StoreUnavailable(`the run log ${path} cannot be read: ${String(error.code)}`, {
      cause: error,
      hint: 'name another one with --log-path',
    });
  }
  return sum;
}

/** The lines of a file of any length, one without an end too: of a line nothing beyond the longest is kept. */
async function* linesOf(path: string): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    yield* lines;
  }
  yield rest;
}

function count(
  line: string,
  sum: { runs: number; errors: number; malformed: number },
  { leaveOut }: ReadTerms,
): void {
  if (line.trim() === '') return;
  const entry = objectIn(line);
  if (entry === null) sum.malformed += 1;
  else if (entry['event'] === 'run_end' && (leaveOut === undefined || entry['command'] !== leaveOut)) {
    sum.runs += 1;
    if (entry['status'] !== 'ok') sum.errors += 1;
  }
}

function objectIn(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
