/**
 * Renews one lease at an interval until told to stop. When it cannot be renewed in time, or was lost, it says so
 * early enough for the work to be stopped while the lease still lives: with one interval left.
 */
import { CodedError } from '../errors.js';
import type { Store } from '../store/store.js';
import type { Lease } from '../task/task.js';
import type { Clock, DurationMs, EpochMs } from '../time.js';
import { milliseconds } from '../time.js';
import { pause } from './pause.js';
import { persist } from './persist.js';

export interface LeaseTerms {
  readonly store: Pick<Store, 'heartbeat'>;
  readonly clock: Clock;
  readonly leaseFor: DurationMs;
  /** At most a third of `leaseFor`. */
  readonly heartbeatEvery: DurationMs;
}

/** A lease that is being kept. */
export interface KeptLease {
  /** Aborted, with the cause, once the lease is lost or cannot be renewed. */
  readonly lost: AbortSignal;
  /** First instant at which the lease, as last renewed, is dead. */
  until(): EpochMs;
  /** Stops renewing; resolves when no renewal is under way. @throws what a renewal threw that is no refusal */
  stop(): Promise<void>;
}

/** Begins to renew `lease`. */
export function keepLease(lease: Lease, terms: LeaseTerms): KeptLease {
  const lost = new AbortController();
  const stopped = new AbortController();
  let present = lease;
  let bug: Error | null = null;
  const renewals = renew();
  return {
    lost: lost.signal,
    until: () => present.until,
    async stop() {
      stopped.abort();
      await renewals;
      if (bug !== null) throw bug;
    },
  };

  async function renew(): Promise<void> {
    try {
      await beat();
    } catch (error) {
      if (!(error instanceof CodedError)) bug = error instanceof Error ? error : new Error(String(error));
      lost.abort(error);
    }
  }

  async function beat(): Promise<void> {
    const { store, clock, leaseFor, heartbeatEvery } = terms;
    for (;;) {
      await pause(clock, heartbeatEvery, stopped.signal);
      if (stopped.signal.aborted) return;
      present = await persist(() => store.heartbeat(lease, { leaseFor }), {
        clock,
        deadline: () => (present.until - heartbeatEvery) as EpochMs,
        firstWait: milliseconds(heartbeatEvery / 8),
      });
    }
  }
}
