import { describe, expect, it } from 'vitest';
import type { EvidenceItem } from '../../gates/verdict/verdict.js';
import { lanesOf } from './lanes.js';

const item = (
  kind: EvidenceItem['kind'],
  name: string,
  { mode = 'wallclock', command = `npx gate make ${name}`, takesMs = 1_000 }: Making = {},
): EvidenceItem => ({
  kind,
  name,
  mode,
  state: 'missing',
  attempts: 0,
  failedAttempts: 0,
  record: null,
  startedAt: null,
  durationMs: null,
  packagesSha256: null,
  problem: null,
  next: { owner: 'developers', command, takesMs },
});
interface Making {
  readonly mode?: EvidenceItem['mode'];
  readonly command?: string;
  readonly takesMs?: number | null;
}

describe('the lanes of evidence', () => {
  it('lets tests, real processes, soaks and simulations run beside each other', () => {
    const lanes = lanesOf([
      item('test-suite', 'unit'),
      item('failure-scenario', 'S1'),
      item('failure-scenario', 'S1', { mode: 'simulated' }),
      item('e2e-scenario', 'E2E-01'),
      item('soak-segment', 'soak-smoke'),
      item('soak-sim', 'soak-24h', { mode: 'simulated' }),
    ]);

    expect(lanes.map(({ title, steps }) => [title, steps.map((step) => step.title)])).toEqual([
      ['tests', ['test-suite unit']],
      ['real processes', ['failure-scenario S1', 'e2e-scenario E2E-01']],
      ['soak', ['soak-segment soak-smoke']],
      ['simulation', ['failure-scenario S1 (simulated)', 'soak-sim soak-24h (simulated)']],
    ]);
  });

  it('types a command once that makes several items', () => {
    const command = 'npx gate suite run all';

    const lanes = lanesOf([
      item('test-suite', 'unit', { command, takesMs: 90_000 }),
      item('test-suite', 'e2e', { command }),
    ]);

    expect(lanes.flatMap(({ steps }) => steps)).toEqual([
      { title: 'test-suite unit, e2e', command, takesMs: 90_000 },
    ]);
  });

  it('has nothing to do when nothing is wanted', () => {
    expect(lanesOf([]).flatMap(({ steps }) => steps)).toEqual([]);
  });
});
