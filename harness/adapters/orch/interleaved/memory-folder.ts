/** A folder for a store whose files need not outlive the run: in memory where the system offers that. */
import { constants } from 'node:fs';
import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SHARED_MEMORY = '/dev/shm';

/** Makes a fresh folder. Whoever asks for it removes it. */
export async function memoryFolder(): Promise<string> {
  return mkdtemp(join(await parent(), 'gate-store-'));
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
