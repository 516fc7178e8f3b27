/**
 * Removes what the runs of tasks printed, for ids that are never given again: the folders that `engine/kept-output.ts`
 * makes. Only files of its names go, and a folder only when nothing else is left in it; a link is never followed.
 */
import { lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskId } from '../task/task.js';

export interface ForgetTerms {
  readonly folder: string;
  /** `rehearse`: only count. */
  readonly effect: 'apply' | 'rehearse';
  /** A folder that cannot be looked at or removed. */
  readonly onTrouble: (error: Error) => void;
}

const KEPT_FILE = /^run-\d+\.(out|err)$/;

/** Answers of how many of the tasks output was kept. */
export function forgetOutput(ids: readonly TaskId[], { folder, effect, onTrouble }: ForgetTerms): number {
  let found = 0;
  for (const id of ids) {
    try {
      const path = join(folder, id);
      if (!isFolder(path)) continue;
      found += 1;
      if (effect === 'apply') removeOutput(path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      onTrouble(error);
    }
  }
  return found;
}

/** Whether it is a folder itself: not a link to one. */
function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function removeOutput(path: string): void {
  const present = readdirSync(path);
  const kept = present.filter((name) => KEPT_FILE.test(name));
  for (const name of kept) unlinkSync(join(path, name));
  if (kept.length === present.length) rmdirSync(path);
}
