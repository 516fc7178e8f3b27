/** Files of text that others may read and write meanwhile. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Decoded } from './decode.js';

/** Writes a file so that a reader sees the old text or the new one, never a part. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  await writeFile(beside, text);
  await rename(beside, path);
}

/** What lies where a file should be, in words, by the code with which reading it fails. */
const NO_TEXT: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is a file',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ELOOP: 'it is a link to itself',
};

/** The text of a file, or null when there is none. What cannot be read is a problem, not an exception. */
export async function readText(path: string): Promise<Decoded<string> | null> {
  try {
    return { ok: true, value: await readFile(path, 'utf8') };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    const because = NO_TEXT[code];
    if (because === undefined) throw error;
    return { ok: false, problem: `${because} (${code})` };
  }
}

/** A file as a value, or null when there is none. */
export async function readDecoded<T>(
  path: string,
  decode: (text: string) => Decoded<T>,
): Promise<Decoded<T> | null> {
  const text = await readText(path);
  return text === null || !text.ok ? text : decode(text.value);
}
