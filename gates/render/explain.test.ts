import { describe, expect, it } from 'vitest';
import type { CriterionFinding } from '../verdict/criterion-finding.js';
import { explain } from './explain.js';

const sha256 = 'ab'.repeat(32);
const P4: CriterionFinding = {
  id: 'RC-P4',
  title: { en: '72 h stress soak', ko: '72h soak' },
  owner: 'soak-operators',
  blocking: true,
  status: 'INCONCLUSIVE',
  checks: [
    {
      id: 'time',
      kind: 'soak.wallclock',
      status: 'INCONCLUSIVE',
      measured: '61.4 h',
      limit: '72 h',
      exposure: { beats: { had: 7, needed: 9 } },
      evidence: [{ path: 'evidence/soak/soak-72h/1/heartbeats.ndjson', at: 'line 7', sha256 }],
      reasons: [
        {
          code: 'SOAK_SHORT',
          because: 'it ended early',
          measured: '61.4 h',
          limit: '72 h',
          evidence: null,
          next: {
            owner: 'soak-operators',
            command: 'npx gate soak run --profile B --clock wall',
            takesMs: null,
          },
        },
      ],
    },
  ],
};
const A1: CriterionFinding = { ...P4, id: 'RC-A1', blocking: false, status: null, checks: [] };

describe('an explanation', () => {
  it('tells what was measured, the limit, the exposure, where, and what to type next', () => {
    expect(explain(P4, 'full').split('\n')).toEqual([
      'RC-P4  INCONCLUSIVE  72 h stress soak (72h soak)',
      'owner soak-operators, blocking',
      '',
      '  time (soak.wallclock)  INCONCLUSIVE',
      '    measured  61.4 h',
      '    limit     72 h',
      '    exposure  beats: 7, needs 9',
      '    evidence  evidence/soak/soak-72h/1/heartbeats.ndjson, line 7  sha256 abababababab',
      '    SOAK_SHORT  it ended early',
      '      measured  61.4 h',
      '      limit     72 h',
      '      next      soak-operators: npx gate soak run --profile B --clock wall',
    ]);
  });

  it('says when the profile does not ask for the criterion', () => {
    expect(explain(A1, 'full')).toContain('not asked for by profile full');
  });
});
