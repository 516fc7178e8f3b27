/** The digest by which a run names its plan: the same for a plan that was written to a file and read back. */
import { createHash } from 'node:crypto';
import type { Plan } from './plan.js';

/** SHA-256 over its JSON, with the fields of every object in order of their names. */
export function planDigest(plan: Plan): string {
  return createHash('sha256').update(JSON.stringify(plan, inOrder)).digest('hex');
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
