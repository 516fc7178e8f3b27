/**
 * A history on disk: written line by line while the run goes on, read back as a whole.
 * A run that ends early leaves a file without a trailer; reading it says so and invents nothing.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { History, HistoryHeader, HistoryTrailer, Op } from '../../gates/record/history.js';
import type { HistorySink } from './recorder.js';
import { createSoleFile } from './sole-file.js';

export interface HistoryFile {
  readonly sink: HistorySink;
  /** Whether the path still names this file; false once somebody has put another in its place. */
  isInPlace(): boolean;
  /** Writes what is kept back and closes; safe to call twice. */
  close(): void;
}

/**
 * How much is kept back before it is written. Nothing of a real run: what its harness wrote down before it was killed
 * is all that is left of it. A simulation can be played again.
 */
const KEPT_BACK_CHARACTERS = { real: 0, simulated: 65_536 } as const;

/** Opens a fresh file. @throws FolderTaken when it is there */
export function createHistoryFile(path: string): HistoryFile {
  const file = createSoleFile(path);
  let buffer = '';
  let keptBack: number = KEPT_BACK_CHARACTERS.real;
  const flush = () => {
    if (buffer.length > 0) file.write(buffer);
    buffer = '';
  };
  return {
    sink(line, entry) {
      if ('kind' in entry && entry.kind === 'header') keptBack = KEPT_BACK_CHARACTERS[entry.mode];
      buffer += `${line}\n`;
      if (buffer.length >= keptBack) flush();
    },
    isInPlace: file.isInPlace,
    close() {
      flush();
      file.close();
    },
  };
}

/** Reads a history file. @throws HistoryUnreadable, naming the line. */
export async function readHistoryFile(path: string): Promise<History> {
  return parseHistory(await readFile(path, 'utf8'));
}

/** The text is not a history. */
export class HistoryUnreadable extends Error {
  constructor(line: number, found: string) {
    super(`expected a history, version 1; line ${line}: ${found}`);
    this.name = 'HistoryUnreadable';
  }
}

/** A history from its text. @throws HistoryUnreadable, also when the trailer's digest is not that of the lines. */
export function parseHistory(text: string): History {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const values = lines.map((line, index) => parseLine(line, index + 1));
  const [header, ...rest] = values;
  if (!isHeader(header)) throw new HistoryUnreadable(1, 'is not a header of version 1');
  const last = rest.at(-1);
  if (!isTrailer(last)) return { header, ops: rest.map(asOp), trailer: null };
  checkDigest(lines, last);
  return { header, ops: rest.slice(0, -1).map(asOp), trailer: last };
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) throw new HistoryUnreadable(number, `is not JSON (${error.message})`);
    throw error;
  }
}

function isHeader(value: unknown): value is HistoryHeader {
  return isObject(value) && value['kind'] === 'header' && value['history'] === 1;
}

function isTrailer(value: unknown): value is HistoryTrailer {
  return isObject(value) && value['kind'] === 'trailer' && typeof value['sha256'] === 'string';
}

function asOp(value: unknown, position: number): Op {
  const isOp = isObject(value) && typeof value['index'] === 'number' && typeof value['type'] === 'string';
  if (!isOp) throw new HistoryUnreadable(position + 2, 'has no index and type');
  return value as unknown as Op;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function checkDigest(lines: readonly string[], trailer: HistoryTrailer): void {
  const hash = createHash('sha256');
  for (const line of lines.slice(0, -1)) hash.update(`${line}\n`);
  const found = hash.digest('hex');
  if (found === trailer.sha256) return;
  throw new HistoryUnreadable(
    lines.length,
    `the trailer promises SHA-256 ${trailer.sha256}, the lines have ${found}`,
  );
}
