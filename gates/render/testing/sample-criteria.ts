/**
 * SAMPLE DATA FOR TESTS of the renderings: criteria that nobody judged.
 */
import type { CheckFinding, CriterionFinding } from '../../verdict/criterion-finding.js';

/** Stands for every digest of the samples. */
export const SAMPLE_SHA = 'a3f1c09b7d52e84466b0f1d2c3e4f5a697887766554433221100ffeeddccbbaa';

export function sampleCheck(id: string, kind: string): CheckFinding {
  const folder = kind === 'scenario-proven' ? 'simulated/S1-lease-contention/1' : 'evidence/unit/1';
  return {
    id: `${id.toLowerCase()}-${kind}`,
    kind,
    status: 'PASS',
    measured: MEASURED[kind] ?? '0 found',
    limit: LIMITS[kind] ?? '0',
    exposure: { runs: { had: 19, needed: 12 } },
    evidence: [
      { path: `${folder}/results.json`, at: '/summary', sha256: SAMPLE_SHA },
      { path: `${folder}/record.json`, at: null, sha256: SAMPLE_SHA },
    ],
    reasons: [],
  };
}

const MEASURED: Readonly<Record<string, string>> = {
  'all-passed': '642 of 642 passed on the first attempt',
  categories: 'normal 1, recovery 2, operator 1',
  'scenario-proven': '12 of 12 proven, 12 of 12 controls caught',
  manifest: '214 of 214 files match',
  'all-blocked': '284 of 284 blocked, 0 executed after',
  caught: '5 of 5 planted bugs caught; 1 of 1 in checkers; without one, 0 of 40 runs accused',
};
const LIMITS: Readonly<Record<string, string>> = {
  'all-passed': 'every collected test',
  categories: '≥ 1 in each, ≥ 3 in all',
  'scenario-proven': 'every scenario, both modes',
  manifest: 'every file',
  'all-blocked': 'every hard exceed',
  caught: 'each by its own invariant',
};

const TITLES: readonly (readonly [id: string, en: string, ko: string, kind: string | null])[] = [
  [
    'RC-P1',
    'Every unit, integration and functional test passes',
    '단위·통합·기능 테스트 100% 통과',
    'all-passed',
  ],
  ['RC-P2', 'Required end-to-end paths pass', '필수 E2E 시나리오 3개 이상 통과', 'categories'],
  ['RC-P3', '24 h soak without a violated objective', '24시간 소크 완료, SLO 위반 없음', null],
  ['RC-P4', '72 h soak without an abort condition', '72시간 소크 완료, 치명 장애 없음', null],
  [
    'RC-P5',
    'Failure scenarios reproduced and mitigated',
    '장애 시나리오 1~5 재현 및 완화',
    'scenario-proven',
  ],
  ['RC-P6', 'Logs and reports are kept', '로그·리포트 보관', 'manifest'],
  ['RC-F1', 'Data integrity holds', '데이터 무결성 훼손 없음', 'nothing-broken'],
  ['RC-F2', 'The guardrail blocks every hard exceed', '가드레일 정상 동작', 'all-blocked'],
  ['RC-F3', 'No outage or repeated abort in a soak', '소크 중 중단·반복 Abort 없음', null],
  ['RC-F4', 'Nothing of the evidence is missing', '증거 누락 없음', 'present'],
  ['RC-F5', 'Every planted bug is caught', '심은 버그 미검출 없음', 'caught'],
];

export function sampleCriteria(): CriterionFinding[] {
  const blocking = TITLES.map(([id, en, ko, kind]) => ({
    id,
    title: { en, ko },
    owner: 'developers',
    blocking: true,
    status: kind === null ? null : ('PASS' as const),
    checks: kind === null ? [] : [sampleCheck(id, kind)],
  }));
  const advisory = {
    id: 'RC-A1',
    title: { en: 'The pyramid keeps its shape', ko: '테스트 피라미드 비율' },
    owner: 'developers',
    blocking: false,
    status: 'PASS' as const,
    checks: [sampleCheck('RC-A1', 'pyramid')],
  };
  return [...blocking, advisory];
}
