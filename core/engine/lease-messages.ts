/** What the thread that keeps leases is told, and what it tells: plain data, for it crosses between threads. */
import type { StoreOptions } from '../store/options.js';
import type { Lease } from '../task/task.js';
import type { DurationMs, EpochMs } from '../time.js';

/** What the thread needs to keep leases over a connection of its own. */
export interface LeaseThreadTerms {
  /** Path of the store. */
  readonly location: string;
  readonly store: Pick<StoreOptions, 'actor' | 'durability' | 'maxPages'>;
  readonly leaseFor: DurationMs;
  /** At most a third of `leaseFor`. */
  readonly heartbeatEvery: DurationMs;
  /** No lease is renewed for longer, so that work which hangs for ever loses its task. */
  readonly longestRun: DurationMs;
}

export type ToLeaseThread =
  | { readonly kind: 'keep'; readonly lease: Lease }
  | { readonly kind: 'stop'; readonly key: string }
  | { readonly kind: 'close' };

export type FromLeaseThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'renewed'; readonly key: string; readonly until: EpochMs }
  | { readonly kind: 'lost'; readonly key: string; readonly because: string }
  | { readonly kind: 'stopped'; readonly key: string };

/** The name of a lease between the threads. */
export function keyOf({ taskId, fence }: Lease): string {
  return `${taskId} ${fence}`;
}
