/** Crashes hung on calls: an actor is killed just before it makes one, or when it has been answered unheard. */
import { afterCall, anyWorker, before, type Faults, kill } from '../harness/index.js';

/** An operation that scenarios crash around. */
type Crashed = Parameters<typeof before>[0];

interface Crashes {
  /** Calls of the operation, by anybody, counted from 1: whoever makes one dies before it is sent. */
  readonly before: readonly number[];
  /** By actor, the call of its own whose answer it does not live to hear; under `any`, of everybody's. */
  readonly after: Readonly<Record<string, number>>;
  /** How long the actor stays down, ms. */
  readonly for: number;
}

/** Kills around calls of an operation. */
export function crashesAround(op: Crashed, terms: Crashes): readonly Faults[] {
  return [
    ...terms.before.map((nth) => before(op, { nth }, kill(anyWorker, { for: terms.for }))),
    ...Object.entries(terms.after).map(([actor, nth]) =>
      afterCall(op, { nth }, kill(actor, { for: terms.for })),
    ),
  ];
}
