/** What core's store finds wrong with itself. A store too damaged to be looked at has found as much. */
import { hasCode, type Store } from '../../../core/index.js';

export async function findingsOf(store: Pick<Store, 'integrity'>): Promise<readonly string[]> {
  try {
    return await store.integrity();
  } catch (error) {
    if (error instanceof Error && hasCode(error, 'CORRUPT')) return [error.message];
    throw error;
  }
}
