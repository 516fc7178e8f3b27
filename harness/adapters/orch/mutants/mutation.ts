/** What a planted bug is: a name, the invariant it breaks, and a decorator of core's store, options or opening. */
import type { Store, StoreOptions } from '../../../../core/index.js';
import type { OwnPrograms } from '../../../workload/own/programs.js';

/** What a planted bug breaks that no checker accuses: a run played twice has two histories. */
export const NONDETERMINISTIC = 'nondeterministic';

export interface Mutant {
  /** The file's own name. */
  readonly name: string;
  /** The invariant that must accuse it: `INV-01`; or `NONDETERMINISTIC`. */
  readonly breaks: string;
  /** One sentence for the report: what it does wrong. */
  readonly says: string;
  /** The one backend of simulation on which it can be told from core; absent: any. */
  readonly onlyOn?: 'interleaved';
  options?(options: StoreOptions): StoreOptions;
  /** Opens the store; what it changes for that is undone when the answer is there, though not settled. */
  opened?(open: () => Promise<Store>): Promise<Store>;
  /** `location`: the path of the store's file. */
  wrap?(store: Store, location: string): Store;
  /** What it makes of core's own worker and watchdog. */
  programs?(programs: OwnPrograms): OwnPrograms;
}
