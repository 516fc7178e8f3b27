import { describe, expect, it } from 'vitest';
import type { EvidenceItem } from '../../gates/verdict/verdict.js';
import { onceMoreLines, wantedOf } from './wanted.js';

const item = (name: string, state: EvidenceItem['state'], problem: string | null = null): EvidenceItem => ({
  kind: 'failure-scenario',
  name,
  mode: 'wallclock',
  state,
  attempts: 2,
  failedAttempts: 0,
  record: null,
  startedAt: null,
  durationMs: null,
  packagesSha256: null,
  problem,
  next: { owner: 'developers', command: `npx gate make ${name}`, takesMs: 1_000 },
});
const evidence = [
  item('S1', 'valid'),
  item('S2', 'missing', 'there is none'),
  item('S3', 'invalid', 'it is too old'),
];

describe('what gate rc makes', () => {
  it('is what is missing and what cannot be used', () => {
    expect(wantedOf(evidence, 'open').map(({ name }) => name)).toEqual(['S2', 'S3']);
  });

  it('is everything when it is asked for everything', () => {
    expect(wantedOf(evidence, 'all')).toEqual(evidence);
  });

  it('is told with its cause where it was there before', () => {
    expect(onceMoreLines(evidence)).toEqual([
      'once more: failure-scenario S3 (wallclock), because it is too old',
    ]);
  });
});
