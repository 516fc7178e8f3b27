/**
 * A file of lines, each on disk as soon as it is written: a soak that dies leaves every sample it took.
 * For the few lines of samples; a history has a file of its own kind.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

export interface LineFile {
  /** Takes one line without its line feed. */
  readonly sink: (line: string) => void;
  /** Safe to call twice. */
  close(): void;
}

/** Opens a fresh file. @throws when it exists: evidence is never written over. */
export function createLineFile(path: string): LineFile {
  let descriptor: number | null = openSync(path, 'wx');
  return {
    sink(line) {
      if (descriptor === null) throw new Error(`expected ${path} to be open, found it closed`);
      writeSync(descriptor, `${line}\n`);
    },
    close() {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}
