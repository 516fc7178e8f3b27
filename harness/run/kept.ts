/**
 * What a failed run with processes keeps beside its artefact for a person to look into: the files of the store, and the
 * end of what each actor wrote to stderr. A file without content is not kept: it says nothing, and evidence takes none.
 */
import { statSync } from 'node:fs';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Traces } from '../sut.js';

/** Where they lie below the folder of the run. */
export const KEPT_FOLDER = 'kept';

/** Copies the traces below the folder of a run whose processes have ended. */
export async function keepTraces(folder: string, { storeFiles, stderr }: Traces): Promise<void> {
  const kept = join(folder, KEPT_FOLDER);
  await mkdir(kept, { recursive: true });
  for (const file of storeFiles) {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found !== undefined && found.size > 0) await copyFile(file, join(kept, basename(file)));
  }
  for (const [actor, text] of stderr) {
    if (text !== '') await writeFile(join(kept, `stderr-${actor.replaceAll(/[^\w-]/g, '-')}.txt`), text);
  }
}

/** What the run in a folder has kept, as paths below the folder. */
export async function keptIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, KEPT_FOLDER)).catch(() => []);
  return names.sort().map((name) => `${KEPT_FOLDER}/${name}`);
}
