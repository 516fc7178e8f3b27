/** What a planted bug is: a name, the invariant it breaks, and a decorator of core's store or of its options. */
import type { Store, StoreOptions } from '../../../../core/index.js';

/** What a planted bug breaks that no checker accuses: a run played twice has two histories. */
export const NONDETERMINISTIC = 'nondeterministic';

export interface Mutant {
  /** The file's own name. */
  readonly name: string;
  /** The invariant that must accuse it: `INV-01`; or `NONDETERMINISTIC`. */
  readonly breaks: string;
  /** One sentence for the report: what it does wrong. */
  readonly says: string;
  options?(options: StoreOptions): StoreOptions;
  wrap?(store: Store): Store;
}
