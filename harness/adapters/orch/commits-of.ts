/** How an actor's store commits. */
import type { StoreOptions } from '../../../core/index.js';

/**
 * Every other actor commits in groups, as `orch serve` does, so that both ways meet on one store. `actor` is a name
 * with a number: `w2/1` is the first incarnation of `w2`.
 */
export function commitsOf(actor: string): NonNullable<StoreOptions['commits']> {
  const number = Number(/^[a-z]+(\d+)/.exec(actor)?.[1] ?? 1);
  return number % 2 === 0 ? 'grouped' : 'each';
}
