/**
 * What a run's command printed, kept in files: `<folder>/<task>/run-<n>.out` and `.err`. Made when there is something
 * to keep, and bounded: of very long output the beginning and the end stay. Trouble with them never fails a run.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { makeFolder } from '../make-folder.js';
import { taskId } from '../task/ids.js';
import type { InProgress } from '../task/task.js';

/** Characters kept of one stream: so many from its beginning, so many from its end. */
export interface OutputBounds {
  readonly head: number;
  readonly tail: number;
}

export interface OutputTerms {
  readonly folder: string;
  /** Paths are told from here when they lie below it, in full when they do not. */
  readonly toldFrom: string;
  readonly bounds: OutputBounds;
  /** A file that cannot be written; told once a file. */
  readonly onTrouble: (error: Error) => void;
}

/** The output of one run. */
export interface KeptOutput {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Ends both files; answers the path of the errors, else of the output; null when nothing is kept. */
  end(): string | null;
}

export const DEFAULT_BOUNDS: OutputBounds = { head: 512 * 1024, tail: 128 * 1024 };

/** Begins to keep the output of a run. @throws Invalid when the task's id could not be the name of a folder */
export function keepOutput({ id, run }: Pick<InProgress, 'id' | 'run'>, terms: OutputTerms): KeptOutput {
  const stem = join(terms.folder, taskId(id), `run-${run}`);
  const files = { out: boundedFile(`${stem}.out`, terms), err: boundedFile(`${stem}.err`, terms) };
  return {
    out: (text) => files.out.write(text),
    err: (text) => files.err.write(text),
    end() {
      const kept = [files.err.end(), files.out.end()];
      const path = kept.find((each) => each !== null) ?? null;
      return path === null ? null : toldFrom(path, terms);
    },
  };
}

interface BoundedFile {
  write(text: string): void;
  /** The path; null when nothing was written, or it could not be. */
  end(): string | null;
}

function boundedFile(path: string, { bounds, onTrouble }: OutputTerms): BoundedFile {
  let file: number | null = null;
  let headLeft = bounds.head;
  let tail = '';
  let pastHead = 0;
  let broken = false;
  const append = (text: string) => {
    if (broken || text === '') return;
    try {
      file ??= openForRun(path);
      writeSync(file, text);
    } catch (error) {
      broken = true;
      onTrouble(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return {
    write(text) {
      append(text.slice(0, headLeft));
      const rest = text.slice(headLeft);
      headLeft = Math.max(0, headLeft - text.length);
      pastHead += rest.length;
      tail = lastOf(tail + rest, bounds.tail);
    },
    end() {
      const leftOut = pastHead - tail.length;
      append(leftOut > 0 ? `\n[${leftOut} characters left out here]\n${tail}` : tail);
      if (file !== null) closeSync(file);
      return file === null || broken ? null : path;
    },
  };
}

/** A run is only ever run once, so what stood there is of another store. */
function openForRun(path: string): number {
  makeFolder(dirname(path));
  return openSync(path, 'w');
}

function toldFrom(path: string, { toldFrom: base }: OutputTerms): string {
  const below = relative(base, path);
  return below.startsWith('..') ? path : below;
}

function lastOf(text: string, length: number): string {
  return text.length <= length ? text : text.slice(text.length - length);
}
