/**
 * Mutual exclusion between processes that leave evidence in one folder: a file that only one can create.
 * Waiting is bounded. A lock left behind by a killed process is never stolen; the error says what to remove.
 */
import { open, rm } from 'node:fs/promises';
import type { AttemptClock } from './attempt-clock.js';
import { FolderUnusable } from './folder-unusable.js';
import { readText } from './text-file.js';

const PATIENCE_MS = 10_000;
const POLL_MS = 10;

/** Runs `work` while holding the lock file `path`. @throws FolderUnusable after ten seconds, naming the holder */
export async function withFileLock<T>(path: string, clock: AttemptClock, work: () => Promise<T>): Promise<T> {
  await acquire(path, clock);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string, clock: AttemptClock): Promise<void> {
  const giveUpAt = clock.elapsed() + PATIENCE_MS;
  while (!(await create(path))) {
    if (clock.elapsed() >= giveUpAt) {
      const said = await readText(path);
      const holder = said?.ok === true && said.value.trim() !== '' ? said.value.trim() : 'an unknown process';
      throw new FolderUnusable(
        `expected the lock ${path} to be free within ${PATIENCE_MS / 1000} s, but ${holder} holds it. ` +
          'If that process is gone, remove the file and try again.',
      );
    }
    await clock.sleep(POLL_MS);
  }
}

async function create(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    await handle.writeFile(`process ${process.pid}`);
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
