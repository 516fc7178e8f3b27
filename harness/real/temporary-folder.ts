/**
 * A folder for as long as it is needed. It goes when it is given up and, with the help of a keeper, also when the
 * harness is interrupted or killed before that.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKeeper } from './keeper.js';

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** Tries again, because processes that are being ended may still write into the folder. */
const KEEPER = `
cat >/dev/null
for wait in 0 1 2 3; do sleep $wait; rm -rf -- "$1" && exit; done
`;

/** Makes an empty folder whose name begins with `prefix`. Its keeper comes first, so that it is never without one. */
export async function temporaryFolder(prefix: string, parent = tmpdir()): Promise<TemporaryFolder> {
  const path = join(parent, `${prefix}${randomBytes(6).toString('hex')}`);
  const keeper = startKeeper(KEEPER, [path]);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    keeper.end();
    throw error;
  }
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true });
      keeper.end();
    },
  };
}
