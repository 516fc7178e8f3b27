/**
 * What core's store finds wrong with itself: the engine's own checks, and its rules held to its log and its rows, as
 * `ops consistency-check --deep` does. A store too damaged to be looked at has found as much.
 */
import { checkStore, hasCode, type Store } from '../../../core/index.js';

/** Runs are not held to a cap on tasks in progress, and nobody reads what is rendered. */
const TERMS = { cap: Number.MAX_SAFE_INTEGER, zone: 0 } as const;

export async function findingsOf(store: Store): Promise<readonly string[]> {
  try {
    return await checkStore(store, TERMS);
  } catch (error) {
    if (error instanceof Error && hasCode(error, 'CORRUPT')) return [error.message];
    throw error;
  }
}
