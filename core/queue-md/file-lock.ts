/**
 * A lock as a file that only one process can create. It holds its owner's process id, so that the lock of a
 * process that was killed is recognised and removed. For one host: process ids mean nothing on another.
 */
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { Busy, StoreUnavailable } from '../errors.js';

/** Runs `work` while holding the lock. @throws Busy when another living process holds it */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  if (!(await created(path))) {
    await removeIfAbandoned(path);
    if (!(await created(path))) throw held(path);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/**
 * The file appears with its owner's id in it: a link to a finished file, so that a kill leaves no lock without
 * one.
 */
async function created(path: string): Promise<boolean> {
  const finished = `${path}.${process.pid}`;
  try {
    await writeFile(finished, `${process.pid}\n`);
    await link(finished, path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    throw new StoreUnavailable(`cannot create the lock file ${path}: ${code ?? String(error)}`, {
      cause: error,
      hint: 'make its folder writable, or name another file with --queue',
    });
  } finally {
    await rm(finished, { force: true });
  }
}

/**
 * Only the holder of the second file may remove an abandoned lock. Without it two processes could both find the
 * dead owner, and the slower one would remove the lock the faster one has just taken.
 */
async function removeIfAbandoned(path: string): Promise<void> {
  const breaker = `${path}.breaking`;
  if (!(await created(breaker))) throw held(breaker);
  try {
    if (await abandoned(path)) await rm(path, { force: true });
  } finally {
    await rm(breaker, { force: true });
  }
}

async function abandoned(path: string): Promise<boolean> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  const owner = Number(text.trim());
  return Number.isSafeInteger(owner) && owner > 0 && !isAlive(owner);
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
    if (codeOf(error) === 'EPERM') return true;
    throw error;
  }
}

function held(path: string): Busy {
  return new Busy(`another process is writing: ${path} exists`, {
    hint: `try again; if no process writes, remove ${path}`,
  });
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
