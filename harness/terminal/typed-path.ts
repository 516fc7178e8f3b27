/** Paths as people type them and read them: from the folder they are in. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { relative } from 'node:path';

/** A path to print: whoever reads it can type it where they are. */
export function shownPath(path: string): string {
  return relative(process.cwd(), path) || '.';
}

/** Makes a folder for files to come. Answers why there can be none, in words for whoever typed `option`, or null. */
export function whyNoFolder(option: string, folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true });
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
