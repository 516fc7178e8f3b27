/**
 * Whether the file that was opened is still the one at its path. The engine goes on in a file that was removed or
 * replaced, where nobody adds work and nobody sees what is done.
 */
import { type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { StoreUnavailable } from '../../../errors.js';

/** Remembers which file is at `location` now; the answer throws once another one is, or none. Memory has no file. */
export function sameFile(location: string): () => void {
  const path = resolve(location);
  const opened = fileAt(path);
  return () => {
    if (opened === null) return;
    const present = fileAt(path);
    if (present?.ino === opened.ino && present.dev === opened.dev) return;
    throw new StoreUnavailable(
      `the store at ${location} was ${present === null ? 'removed' : 'replaced'} while it was open`,
      { hint: `start again on the store that is meant, or make one with: orch init --db ${location}` },
    );
  };
}

function fileAt(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}
