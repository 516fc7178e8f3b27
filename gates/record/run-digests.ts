/**
 * The digests by which a history names the files beside it: in its header the plan it was played from, in its trailer
 * the state it ended with. Both are the same for a value that was written to a file and read back.
 */
import { sha256 } from './digest.js';

/** SHA-256 over a plan's JSON, with the fields of every object in order of their names. */
export function planDigest(plan: unknown): string {
  return sha256(JSON.stringify(plan, inOrder));
}

/** SHA-256 over a final state's JSON: two runs that ended alike have the same. */
export function stateHash(final: unknown): string {
  return sha256(JSON.stringify(final));
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
