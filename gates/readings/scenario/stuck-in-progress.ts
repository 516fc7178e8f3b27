/** S2: a holder falls silent and its lease runs out. The task goes back to the queue, or fails for good. */
import { accuse } from '../../replay/accusation.js';
import { leaseEnd } from '../../replay/fences.js';
import type { Story, WonClaim } from '../../replay/stories.js';
import type { ReplayedRun } from '../run.js';
import type { Evaluation } from './evaluation.js';

interface Stuck {
  readonly story: Story;
  readonly claim: WonClaim;
}

/** Evaluates S2. */
export function stuckInProgress(scenario: ReplayedRun): Evaluation {
  const { replayed, run } = scenario;
  const stuck = stuckClaims(scenario);
  const forgotten = stuck.filter(({ story, claim }) => {
    const row = replayed.rows.get(story.task);
    return row?.status === 'IN_PROGRESS' && row.run === claim.value.run;
  });
  const untold = unlogged(
    stuck.filter((one) => !forgotten.includes(one)),
    scenario,
  );
  const stale = replayed.accusations.filter(({ invariant }) => ['INV-01', 'INV-02'].includes(invariant));
  return {
    exposure: { stuck: stuck.length },
    witness: `${stuck.length} leases ran out under a holder that had fallen silent (lease ${run.header.knobs.leaseMs} ms)`,
    expected:
      'back to PENDING or FAILED for good by an event that says so, owner and lease cleared, late writes refused',
    unhandled: [
      ...forgotten.map(({ story, claim }) =>
        accuse(['ILLEGAL_TRANSITION', 'INV-11'], `${story.task} stayed IN_PROGRESS after its lease ran out`, [
          claim.invoke,
          claim.ret,
        ]),
      ),
      ...untold.map(({ story, claim }) =>
        accuse(
          ['DB_LOG_MISMATCH', 'INV-09'],
          `${story.task} was taken back from ${claim.actor}, but no event says that the lease of run ${claim.value.run} ran out`,
          [claim.invoke, claim.ret],
        ),
      ),
      ...stale,
    ],
  };
}

/** Those whose task was taken back although the log has no `lease_expired` of that run. */
function unlogged(recovered: readonly Stuck[], { final }: ReplayedRun): readonly Stuck[] {
  const told = new Set(
    final.events.filter(({ type }) => type === 'lease_expired').map(({ task, run }) => `${task} ${run}`),
  );
  return recovered.filter(({ story, claim }) => !told.has(`${story.task} ${claim.value.run}`));
}

/** Claims that nothing settled and whose lease was over before the run was, or before somebody else held the task. */
function stuckClaims({ run, replayed }: ReplayedRun): readonly Stuck[] {
  const endOfRun = run.header.startedAt + run.lastAt;
  return [...replayed.stories.tasks.values()].flatMap((story) =>
    story.claims
      .filter((claim) => !ended(story, claim) && leaseEnd(story, claim, Number.POSITIVE_INFINITY) < endOfRun)
      .map((claim) => ({ story, claim })),
  );
}

/** Whether the holder or an operator may have ended the run. */
function ended(story: Story, claim: WonClaim): boolean {
  const settled = story.fenced.some(
    (call) =>
      call.op !== 'heartbeat' &&
      call.args.fence === claim.value.fence &&
      (call.op === 'report' ? isBlock(call) : call.outcome !== 'refused'),
  );
  return settled || story.operators.some((call) => call.outcome !== 'refused' && call.invoke > claim.invoke);
}

function isBlock(call: { readonly outcome: string; readonly value?: unknown }): boolean {
  return call.outcome === 'unknown' || (call.value as { action?: unknown } | undefined)?.action === 'BLOCK';
}
