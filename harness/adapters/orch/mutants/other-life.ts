/** What planted bugs of core's own worker share: its life is another one than it was given. */
import type { Life, OwnWork } from '../../../workload/own/programs.js';
import type { Mutant } from './mutation.js';

/** The programs with a worker for which a part of its life is as `change` says. */
export function otherLife(
  change: (life: Life, terms: OwnWork) => Partial<Life>,
): NonNullable<Mutant['programs']> {
  return (programs) => ({
    ...programs,
    work: (life, terms) => programs.work({ ...life, ...change(life, terms) }, terms),
  });
}
