/** Leases that ran out under a holder that had not settled, and whether the watchdog put their task back in time. */
import { leaseEnd } from '../../replay/fences.js';
import type { Story, WonClaim } from '../../replay/stories.js';
import type { ReplayedRun } from '../run.js';

/** One lease that ran out. */
export interface Recovery {
  readonly task: string;
  readonly run: number;
  readonly inTime: boolean;
}

/** Every lease that ran out in a run. */
export function leaseRecoveries(soak: ReplayedRun, slackMs: number): readonly Recovery[] {
  const { run, replayed } = soak;
  const boundMs = run.header.knobs.sweepMs + slackMs;
  const endOfRun = run.header.startedAt + run.lastAt;
  const left = leftInProgress(soak);
  return [...replayed.stories.tasks.values()].flatMap((story) =>
    story.claims.flatMap((claim): Recovery[] => {
      const until = latestLeaseEnd(story, claim, run.header.startedAt);
      const at = left.get(`${story.task}/${claim.value.run}`);
      if (at === undefined) {
        const hangs = until < endOfRun && replayed.rows.get(story.task)?.status === 'IN_PROGRESS';
        return hangs ? [{ task: story.task, run: claim.value.run, inTime: false }] : [];
      }
      if (at.by !== 'expiry') return [];
      return [{ task: story.task, run: claim.value.run, inTime: at.at <= until + boundMs }];
    }),
  );
}

/** When and how each run left IN_PROGRESS, by the system's own log. */
function leftInProgress({ final }: ReplayedRun) {
  const expired = new Set<string>();
  const left = new Map<string, { readonly at: number; readonly by: 'expiry' | 'settlement' }>();
  for (const { task, run, type, from, to, at } of final.events) {
    const name = `${task}/${run}`;
    if (type === 'lease_expired') expired.add(name);
    if (from === 'IN_PROGRESS' && to !== null) {
      left.set(name, { at, by: expired.has(name) ? 'expiry' : 'settlement' });
    }
  }
  return left;
}

/** A heartbeat whose answer was lost may have moved the end; the watchdog is not blamed for waiting for it. */
function latestLeaseEnd(story: Story, claim: WonClaim, startedAt: number): number {
  const known = leaseEnd(story, claim, Number.POSITIVE_INFINITY);
  const lost = story.fenced.flatMap((call) =>
    call.op === 'heartbeat' && call.outcome === 'unknown' && call.args.fence === claim.value.fence
      ? [startedAt + call.invokedAt + call.args.leaseMs]
      : [],
  );
  return Math.max(known, ...lost);
}
