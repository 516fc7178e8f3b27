/** Paths as people type them and read them: from the folder they are in. */
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

/** A path to print: whoever reads it can type it where they are. */
export function shownPath(path: string): string {
  return relative(process.cwd(), path) || '.';
}

/** Makes a folder for files to come. Answers why there can be none, in words for whoever typed `option`, or null. */
export function whyNoFolder(option: string, folder: string): string | null {
  try {
    makeFolder(resolve(folder));
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return (
      `expected ${option} to be a folder that can be made, found ${folder} (${code}); ` +
      'name one below a folder that you may write to'
    );
  }
}

/** One level at a time: where a file system makes no folders (`/proc`), `recursive` tries for ever. */
function makeFolder(folder: string): void {
  const above = dirname(folder);
  if (!existsSync(above)) makeFolder(above);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) mkdirSync(folder);
}
