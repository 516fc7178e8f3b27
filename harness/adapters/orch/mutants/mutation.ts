/** What a planted bug is: a name, the invariant it breaks, and a decorator of core's store or of its options. */
import type { Store, StoreOptions } from '../../../../core/index.js';

export interface Mutant {
  /** The file's own name. */
  readonly name: string;
  /** The invariant that must accuse it: `INV-01`. */
  readonly breaks: string;
  /** One sentence for the report: what it does wrong. */
  readonly says: string;
  options?(options: StoreOptions): StoreOptions;
  /** `location`: the path of the store's file. */
  wrap?(store: Store, location: string): Store;
}
