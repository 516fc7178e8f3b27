/** A file that one run writes and no other, so that what it tells is never mixed from two. */
import { closeSync, fstatSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface SoleFile {
  write(text: string): void;
  /** Whether the path still names this file; false once somebody has put another in its place. */
  isInPlace(): boolean;
  /** Safe to call twice; nothing is written after it. */
  close(): void;
}

/** Another run has begun in the folder of one that was going on: its files would be those of two runs. */
export class FolderTaken extends Error {
  constructor(folder: string) {
    super(
      `expected ${folder} to be left to one run, found that another one has begun in it; ` +
        'run them one after the other, or name another folder with --out',
    );
    this.name = 'FolderTaken';
  }
}

/** Opens a fresh file. @throws FolderTaken when it is there: what a run tells is never written over */
export function createSoleFile(path: string): SoleFile {
  let descriptor: number | null = openFresh(path);
  const { ino } = fstatSync(descriptor);
  return {
    write(text) {
      if (descriptor !== null) writeSync(descriptor, text);
    },
    isInPlace: () => statSync(path, { throwIfNoEntry: false })?.ino === ino,
    close() {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

function openFresh(path: string): number {
  try {
    return openSync(path, 'wx');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new FolderTaken(dirname(path));
    throw error;
  }
}
