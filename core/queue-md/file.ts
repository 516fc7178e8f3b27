/**
 * `QUEUE.md` on disk: read as a whole, replaced as a whole. Writers take turns by a lock file; a reader sees the
 * old file or the new one, never half of either, and a kill at any point leaves one of the two.
 */
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Invalid, StoreUnavailable } from '../errors.js';
import { withFileLock } from './file-lock.js';

/** The file's text, or null when there is none. @throws StoreUnavailable, Invalid when it is not UTF-8 */
export async function readQueueFile(path: string): Promise<string | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw unreadable(path, error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (cause) {
    throw new Invalid(`expected ${path} to be UTF-8 text, found other bytes`, {
      cause,
      hint: 'save it as UTF-8, or name another file with --queue',
    });
  }
}

/** What a file is to hold, and what its writer has to tell of it. */
export interface NextText<Told> {
  readonly text: string;
  readonly told: Told;
}

/**
 * Replaces the file by what `next` makes of its present text, while no other writer can.
 * @throws Busy when another writer holds the lock, StoreUnavailable when the folder cannot be written
 */
export async function replaceQueueFile<Told>(
  path: string,
  next: (present: string | null) => Promise<NextText<Told>>,
): Promise<Told> {
  const target = await resolved(path);
  return withFileLock(`${target}.lock`, async () => {
    const { text, told } = await next(await readQueueFile(target));
    await replaceAtomically(target, text);
    return told;
  });
}

async function replaceAtomically(target: string, text: string): Promise<void> {
  const folder = dirname(target);
  const temporary = join(folder, `.${basename(target)}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, 'w', await modeOf(target));
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true });
    throw unwritable(target, error);
  }
}

/** A rename survives a power cut only once its folder is on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function modeOf(target: string): Promise<number> {
  try {
    return (await stat(target)).mode & 0o777;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0o644;
    throw error;
  }
}

/** A link is followed, so that the file it names is replaced and the link stays. */
async function resolved(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return path;
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): StoreUnavailable {
  return new StoreUnavailable(`cannot read ${path}: ${codeOf(cause) ?? String(cause)}`, {
    cause,
    hint: 'name a readable file with --queue',
  });
}

function unwritable(path: string, cause: unknown): StoreUnavailable {
  return new StoreUnavailable(`cannot write ${path}: ${codeOf(cause) ?? String(cause)}`, {
    cause,
    hint: 'make its folder writable, or name another file with --queue',
  });
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
