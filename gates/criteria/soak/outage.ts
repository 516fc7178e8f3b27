/** RC-F3, the first half: no soak stood still, and each was watched. */
import type { Docket } from '../../docket/docket.js';
import { newCommitFor } from '../../plan/plan.js';
import type { CheckOf } from '../../policy/checks.js';
import { lengthOf, longestOf, type Span, standstills, unwatched } from '../../readings/soak/stalls.js';
import type { CheckFinding, EvidenceRef, NextAction, Reason } from '../../verdict/criterion-finding.js';
import { lengthText } from '../../verdict/figure-text.js';
import { finding, reason } from '../finding.js';
import { soaksOf, type UsableSoak } from './usable-soaks.js';
import { creditOf } from './wallclock.js';

/**
 * No unplanned standstill in any attempt, on enough watched time of the judged ones; and the driver itself was content.
 * Time that nobody watched is held against the judged attempt alone: the next one may be watched.
 */
export function soakOutage(check: CheckOf<'soak.outage'>, docket: Docket): CheckFinding {
  const { usable, all, reasons } = soaksOf(docket.profile.soaks, docket);
  const watched = usable.reduce((sum, { soak }) => sum + creditOf(soak, docket).creditedMs, 0);
  const still = [...usable.flatMap(stillInJudged), ...stillInEarlier(docket)];
  const next = all[0]?.next ?? { owner: 'developers', command: 'npx gate plan', takesMs: null };
  const exposure = {
    watchedSeconds: { had: Math.floor(watched / 1000), needed: Math.floor(check.minObserved / 1000) },
  };
  const low =
    usable.length > 0 && watched < check.minObserved
      ? [
          reason('EXPOSURE_LOW', {
            because: 'too little soak time was watched to say that there was no outage',
            measured: lengthText(watched),
            limit: lengthText(check.minObserved),
            evidence: usable[0]?.soak.refs.heartbeats ?? null,
            next,
          }),
        ]
      : [];
  const longest = longestOf(still.map(({ span }) => span));
  return finding(check, {
    measured: `longest standstill ${lengthText(longest === null ? 0 : lengthOf(longest))} in ${lengthText(watched)}`,
    limit: `at most ${lengthText(check.maxUnplanned)}`,
    exposure,
    evidence: usable.map(({ soak }) => soak.refs.heartbeats),
    reasons: [
      ...reasons,
      ...low,
      ...outageReasons([...still, ...usable.flatMap(unwatchedInJudged)], check.maxUnplanned),
      ...usable.flatMap(discontent),
    ],
  });
}

/** A time without service, as far as anybody knows. */
interface Outage {
  readonly span: Span;
  /** What happened, up to the instant at which it began. */
  readonly says: string;
  readonly evidence: EvidenceRef;
  readonly next: NextAction;
}

function stillInJudged({ soak, found }: UsableSoak): readonly Outage[] {
  const next = newCommitFor(found.item);
  const says = `${soak.name} stood still`;
  return standstills(soak).map((span) => ({ span, says, evidence: soak.refs.history, next }));
}

function stillInEarlier({ earlier }: Docket): readonly Outage[] {
  return earlier
    .filter(({ item }) => item.kind === 'soak-segment')
    .flatMap(({ standstill: span, what, ref: evidence, next }) =>
      span === null ? [] : [{ span, says: `${what} stood still`, evidence, next }],
    );
}

function unwatchedInJudged({ soak, found: { next } }: UsableSoak): readonly Outage[] {
  const says = `${soak.name} was not watched`;
  return unwatched(soak).map((span) => ({ span, says, evidence: soak.refs.heartbeats, next }));
}

function outageReasons(outages: readonly Outage[], maxUnplanned: number): readonly Reason[] {
  return outages
    .filter(({ span }) => lengthOf(span) > maxUnplanned)
    .map(({ span, says, evidence, next }) =>
      reason('OUTAGE', {
        because: `${says}, ${lengthText(span.fromMs)} after its start`,
        measured: lengthText(lengthOf(span)),
        limit: lengthText(maxUnplanned),
        evidence,
        next,
      }),
    );
}

/** A driver that does not call its own run healthy is believed. */
function discontent({ soak, found }: UsableSoak): readonly Reason[] {
  if (soak.record.claimed.result === 'PASSED') return [];
  return [
    reason('RUN_UNDECIDED', {
      because: `the soak driver does not call ${soak.name} healthy: ${soak.summary.verdict}`,
      measured: soak.summary.verdict,
      limit: 'healthy',
      evidence: soak.refs.history,
      next: found.next,
    }),
  ];
}
