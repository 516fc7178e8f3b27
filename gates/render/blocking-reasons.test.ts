import { describe, expect, it } from 'vitest';
import { blockingCount, blockingGroups, blockingReasons } from './blocking-reasons.js';
import { sampleNext } from './testing/sample-evidence.js';
import { sampleFailure, sampleMissing, sampleVerdict, withReason } from './testing/sample-verdict.js';

const reason = (code: string, command: string) => ({
  code,
  because: `${code} happened.`,
  measured: '1',
  limit: '0',
  evidence: null,
  next: sampleNext('developers', command),
});

describe('blocking reasons', () => {
  it('are none when everything passes', () => {
    expect(blockingReasons(sampleVerdict())).toEqual([]);
    expect(blockingCount(sampleVerdict())).toEqual({ asked: 8, blocked: 0 });
  });

  it('come worst first: untrusted, violated, absent, unclear', () => {
    let verdict = withReason(sampleVerdict(), 'RC-P1', ['INCONCLUSIVE', reason('EXPOSURE_LOW', 'a')]);
    verdict = withReason(verdict, 'RC-P2', ['MISSING', reason('EVIDENCE_MISSING', 'b')]);
    verdict = withReason(verdict, 'RC-P6', ['INVALID', reason('EVIDENCE_HASH', 'c')]);
    verdict = withReason(verdict, 'RC-F1', ['FAIL', reason('TASK_LOST', 'd')]);
    expect(blockingReasons(verdict).map((one) => one.reason.code)).toEqual([
      'EVIDENCE_HASH',
      'TASK_LOST',
      'EVIDENCE_MISSING',
      'EXPOSURE_LOW',
    ]);
  });

  it('leave out advisory and waived criteria', () => {
    let verdict = withReason(sampleVerdict(), 'RC-A1', ['FAIL', reason('PYRAMID_OFF', 'a')]);
    verdict = withReason(verdict, 'RC-P1', ['WAIVED', reason('TEST_FLAKY', 'b')]);
    expect(blockingReasons(verdict)).toEqual([]);
  });

  it('are grouped by the one command that settles them', () => {
    const groups = blockingGroups(sampleMissing());
    expect(groups.map(({ criteria, reasons }) => [criteria, reasons.length])).toEqual([
      [['RC-P3', 'RC-F4'], 2],
      [['RC-P4', 'RC-F3', 'RC-F4'], 3],
    ]);
  });

  it('count each criterion once', () => {
    expect(blockingCount(sampleFailure())).toEqual({ asked: 8, blocked: 2 });
  });

  it('show a criterion that blocks without a reason as a fault of the gate', () => {
    const base = sampleVerdict();
    const criteria = base.criteria.map((one) =>
      one.id === 'RC-P2' ? { ...one, status: 'FAIL' as const } : one,
    );
    const [only] = blockingReasons({ ...base, criteria });
    expect(only?.reason.code).toBe('NO_REASON');
    expect(only?.reason.next.command).toBe('npx gate rc --profile quick');
  });
});
