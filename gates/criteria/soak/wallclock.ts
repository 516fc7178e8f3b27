/** RC-P3 and RC-P4: a soak was watched for as long as the policy asks, on the wall clock. */
import type { Docket } from '../../docket/docket.js';
import type { CheckOf } from '../../policy/checks.js';
import { type Credit, creditedTime } from '../../readings/soak/credit.js';
import type { SoakReading } from '../../readings/soak/soak.js';
import type { CheckFinding, Reason } from '../../verdict/criterion-finding.js';
import { lengthText } from '../../verdict/figure-text.js';
import { finding, reason } from '../finding.js';
import { realSoak } from './usable-soaks.js';

/** Enough credited wall-clock time, without a gap longer than is allowed. */
export function soakWallclock(check: CheckOf<'soak.wallclock'>, docket: Docket): CheckFinding {
  const { found, soak } = realSoak(docket, check.run);
  const limit = `${lengthText(check.credited)} of wall-clock time, no gap over ${lengthText(check.maxGap)}`;
  if (soak === null) return finding(check, { measured: 'no usable run', limit, reasons: found.reasons });
  const { creditedMs, longestGapMs } = creditOf(soak, docket);
  const reasons: Reason[] = [];
  const evidence = soak.refs.heartbeats;
  if (creditedMs < check.credited) {
    reasons.push(
      reason('SOAK_SHORT', {
        because: `${check.run} was watched for less wall-clock time than it needs`,
        measured: lengthText(creditedMs),
        limit: lengthText(check.credited),
        evidence,
        next: found.next,
      }),
    );
  }
  if (longestGapMs > check.maxGap) {
    reasons.push(
      reason('SOAK_GAP', {
        because: `${check.run} was not watched for longer than is allowed`,
        measured: lengthText(longestGapMs),
        limit: lengthText(check.maxGap),
        evidence,
        next: found.next,
      }),
    );
  }
  const measured = `${lengthText(creditedMs)} credited, longest gap ${lengthText(longestGapMs)}`;
  return finding(check, { measured, limit, evidence: [evidence], reasons });
}

/** How much of a run was watched. */
export function creditOf({ heartbeats, run }: SoakReading, { policy }: Docket): Credit {
  return creditedTime({ heartbeats, endedAtMs: run.lastAt }, policy.maxHeartbeatInterval);
}
