/** From the knobs of a run to the options core's store is opened with. */
import { type Backoff, type Clock, milliseconds, type StoreOptions } from '../../../core/index.js';
import type { Knobs } from '../../../gates/record/history.js';
import type { Disk } from './disk.js';

export interface StoreTerms {
  readonly clock: Clock;
  /** `role:name`, written into events. */
  readonly actor: string;
  readonly knobs: Knobs;
  readonly durability: NonNullable<StoreOptions['durability']>;
  readonly busyWaitMs: number;
  /** Absent: each call by itself. */
  readonly commits?: StoreOptions['commits'];
  /** What the store lies on; absent: the machine's own. */
  readonly disk?: Disk;
}

/** @throws when the knobs hold no backoff step */
export function storeOptions({
  clock,
  actor,
  knobs,
  durability,
  busyWaitMs,
  commits = 'each',
  disk,
}: StoreTerms): StoreOptions {
  return {
    clock,
    actor,
    whenMissing: 'create',
    budget: { softTokens: knobs.softTokens, hardTokens: knobs.hardTokens },
    backoff: backoffOf(knobs.backoffMs),
    busyWait: milliseconds(busyWaitMs),
    durability,
    commits,
    ...(disk && { openDatabase: disk.open }),
  };
}

function backoffOf(steps: readonly number[]): Backoff {
  const [first, ...rest] = steps.map(milliseconds);
  if (first === undefined) throw new Error('expected at least one backoff step in the knobs, got none');
  return [first, ...rest];
}
