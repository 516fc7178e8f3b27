/** The digest of what a system was read back as at the end of a run: two runs that ended alike have the same. */
import { createHash } from 'node:crypto';
import type { FinalState } from '../../gates/record/history.js';

/** SHA-256 over its JSON, which is the same for a state that was written to a file and read back. */
export function stateHash(final: FinalState): string {
  return createHash('sha256').update(JSON.stringify(final)).digest('hex');
}
