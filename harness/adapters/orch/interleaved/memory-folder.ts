/** A folder for a store whose files need not outlive the run: in memory where the system offers that. */
import { constants } from 'node:fs';
import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '../../../real/temporary-folder.js';

const SHARED_MEMORY = '/dev/shm';

/** Every folder lies below it; it goes with this process, whichever way that ends. */
let folders: Promise<TemporaryFolder> | null = null;

/** Makes a fresh folder. Whoever asks for it removes it. */
export async function memoryFolder(): Promise<string> {
  folders ??= parent().then((below) => temporaryFolder('gate-store-', below));
  return mkdtemp(join((await folders).path, 'run-'));
}

async function parent(): Promise<string> {
  try {
    await access(SHARED_MEMORY, constants.W_OK | constants.X_OK);
    return SHARED_MEMORY;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return tmpdir();
    throw error;
  }
}
