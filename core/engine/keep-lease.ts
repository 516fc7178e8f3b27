/**
 * Renews one lease at an interval until told to stop. When it cannot be renewed in time, or was lost, it says so
 * early enough for the work to be stopped while the lease still lives: with one interval left. In between it looks
 * at the task, so that work which was taken away is stopped soon, however far apart renewals are.
 */
import { CodedError, LeaseLost } from '../errors.js';
import type { Store } from '../store/store.js';
import type { Lease, Task } from '../task/task.js';
import type { Clock, DurationMs, EpochMs } from '../time.js';
import { milliseconds, seconds } from '../time.js';
import { pause } from './pause.js';
import { persist } from './persist.js';

/** How often the task is looked at between two renewals. */
const LOOK_EVERY = seconds(2);

export interface LeaseTerms {
  readonly store: Pick<Store, 'heartbeat' | 'find'>;
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
      await lookUntilDue();
      if (stopped.signal.aborted) return;
      present = await persist(() => store.heartbeat(lease, { leaseFor }), {
        clock,
        deadline: () => (present.until - heartbeatEvery) as EpochMs,
        firstWait: milliseconds(heartbeatEvery / 8),
      });
    }
  }

  async function lookUntilDue(): Promise<void> {
    const { store, clock, heartbeatEvery } = terms;
    const due = clock.elapsed() + heartbeatEvery;
    for (;;) {
      const left = Math.max(0, due - clock.elapsed());
      await pause(clock, milliseconds(Math.min(left, LOOK_EVERY)), stopped.signal);
      if (stopped.signal.aborted || clock.elapsed() >= due) return;
      await look(lease, store);
    }
  }
}

/** A look that is refused says nothing of the lease: the next renewal will. @throws LeaseLost */
async function look(lease: Lease, store: LeaseTerms['store']): Promise<void> {
  let task: Task | null;
  try {
    task = await store.find(lease.taskId);
  } catch (error) {
    if (error instanceof CodedError) return;
    throw error;
  }
  const { taskId, fence, holder } = lease;
  if (task?.status === 'IN_PROGRESS' && task.lease.fence === fence && task.lease.holder === holder) return;
  const found = task === null ? 'no such task' : `it ${task.status} at run ${task.run}`;
  throw new LeaseLost(
    `expected ${taskId} to be in progress for ${holder} under token ${fence}, found ${found}`,
  );
}
