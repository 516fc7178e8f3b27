/**
 * SAMPLE DATA FOR TESTS of the renderings: items of evidence, suites, paths and scenario runs that never were.
 */

import type { NextAction } from '../../verdict/criterion-finding.js';
import type { EvidenceItem, Verdict } from '../../verdict/verdict.js';

/** When every run of the samples began, ms since the epoch. */
export const SAMPLE_START = Date.UTC(2026, 4, 1, 9, 0, 0);

const SCENARIOS = [
  'S1-lease-contention',
  'S2-stuck-in-progress',
  'S3-duplicate-dispatch',
  'S4-budget-hard-exceed',
  'S5-database-lock',
  'S6-retries-exhausted',
];

export function sampleNext(owner: string, command: string, takesMs: number | null = null): NextAction {
  return { owner, command, takesMs };
}

export function sampleItem([kind, name, mode]: readonly [
  EvidenceItem['kind'],
  string,
  EvidenceItem['mode'],
]): EvidenceItem {
  const root = mode === 'wallclock' ? 'evidence' : 'simulated';
  return {
    kind,
    name,
    mode,
    state: 'valid',
    attempts: 1,
    failedAttempts: 0,
    record: `${root}/${name}/1/record.json`,
    startedAt: SAMPLE_START,
    durationMs: 12_400,
    packagesSha256: 'b'.repeat(64),
    problem: null,
    next: sampleNext('developers', 'npx gate rc --profile quick', 180_000),
  };
}

export function sampleEvidence(): EvidenceItem[] {
  return [
    ...sampleSuites().map(({ name }) => sampleItem(['test-suite', name, 'wallclock'])),
    ...sampleE2e().map(({ id }) => sampleItem(['e2e-scenario', id, 'wallclock'])),
    ...SCENARIOS.flatMap((name) => [
      sampleItem(['failure-scenario', name, 'wallclock']),
      sampleItem(['failure-scenario', name, 'simulated']),
    ]),
    sampleItem(['proof', 'mutants', 'simulated']),
    sampleItem(['soak-sim', 'soak-24h', 'simulated']),
    sampleItem(['soak-sim', 'soak-72h', 'simulated']),
    sampleItem(['soak-segment', 'soak-smoke', 'wallclock']),
  ];
}

export function sampleSuites(): Verdict['suites'][number][] {
  return (
    [
      ['unit', 402, 4_100],
      ['integration', 161, 21_700],
      ['functional', 38, 18_200],
      ['e2e', 29, 31_000],
      ['soak', 12, 14_900],
    ] as const
  ).map(([name, collected, durationMs]) => ({
    name,
    collected,
    passed: collected,
    failed: 0,
    skipped: 0,
    durationMs,
    failures: [],
  }));
}

export function sampleE2e(): Verdict['e2e'][number][] {
  const paths = [
    ['E2E-01', 'normal', 'The queue of this project is imported and its open tasks are worked to the end.'],
    ['E2E-02', 'recovery', 'A task that fails is retried after its backoff and then completes.'],
    ['E2E-03', 'recovery', 'A worker that stops beating loses its task; the watchdog hands it on.'],
    ['E2E-04', 'operator', 'An operator cancels, replans and retries a task during an incident.'],
  ] as const;
  return paths.map(([id, category, says]) => ({
    id,
    category,
    says,
    passed: true,
    steps: [
      { at: SAMPLE_START, command: 'orch init --db tasks.db', exitCode: 0, says: 'The store is created.' },
      {
        at: SAMPLE_START + 640,
        command: 'orch import QUEUE.md --db tasks.db',
        exitCode: 0,
        says: '34 tasks imported.',
      },
      {
        at: SAMPLE_START + 4_210,
        command: 'ops status --db tasks.db --json',
        exitCode: 0,
        says: '34 tasks are DONE.',
      },
    ],
  }));
}

export function sampleScenarios(): Verdict['scenarios'][number][] {
  return SCENARIOS.flatMap((name) =>
    (['wallclock', 'simulated'] as const).map((mode) => ({
      name,
      mode,
      seeds: [4711],
      proven: true,
      witness: 'w1 was paused for 60.0 s while it held T-0017; its lease expired at 72.004 s.',
      handling: 'The late completion was refused with STALE_FENCE.',
      aftermath: '40 tasks enqueued, 40 terminal, 0 settled twice.',
      control: 'With the fence removed the same plan breaks INV-03.',
      replay: `npx gate scenario replay ${name} --seed 4711 --commit 3f9c1ab`,
      violation: null,
      controlViolation: {
        invariant: 'INV-03 fenced settlement',
        because: 'complete by w1 with fence 1 was accepted although the task was held under fence 2.',
        operations: [
          '72.905 s  w2  claim     T-0017  → fence 2',
          '80.001 s  w1  complete  T-0017  fence 1  → accepted',
        ],
      },
    })),
  );
}
