/** Writing into a candidate's folder, where people may have put something else. */
import { FolderUnusable } from './folder-unusable.js';

/** Codes with which the system refuses to write where something else lies, or where nobody may write. */
const REFUSALS: readonly string[] = [
  'EISDIR',
  'ERR_FS_EISDIR',
  'ENOTDIR',
  'EEXIST',
  'ENOTEMPTY',
  'EACCES',
  'EPERM',
  'EROFS',
];

/** Writes. @throws FolderUnusable naming what cannot be written */
export async function writeBelow(write: () => unknown): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code = '', path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
    if (!REFUSALS.includes(code)) throw error;
    throw new FolderUnusable(
      `expected to write ${dest ?? path ?? 'a file'}, found something in its place or no permission (${code}); ` +
        'move it away and type the command again',
    );
  }
}
