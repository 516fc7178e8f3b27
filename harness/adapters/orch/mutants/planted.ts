/** Opens core's store with a planted bug, or as it is: the one way both adapters do it. */
import { openStore, type Store, type StoreOptions } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

/** @throws as `openStore` */
export async function openPlanted(
  location: string,
  options: StoreOptions,
  mutant: Mutant | null,
): Promise<Store> {
  const open = () => openStore(location, mutant?.options?.(options) ?? options);
  const store = await (mutant?.opened?.(open) ?? open());
  return mutant?.wrap?.(store, location) ?? store;
}
