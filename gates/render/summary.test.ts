import { describe, expect, it } from 'vitest';
import { summary } from './summary.js';
import { sampleFailure, sampleMissing, sampleVerdict, withReason } from './testing/sample-verdict.js';

const MARKER = '<!-- gatehouse:rc-gate:summary -->';

describe('the summary', () => {
  it('opens with the fixed marker, so that a comment is updated and not repeated', () => {
    for (const verdict of [sampleVerdict(), sampleFailure(), sampleMissing()]) {
      expect(summary(verdict).split('\n')[0]).toBe(MARKER);
    }
  });

  it('has one row a criterion', () => {
    expect(summary(sampleVerdict()).match(/^\| . \| \*\*RC-/gm)).toHaveLength(12);
  });

  it('says why with measured against limit, and what to type next', () => {
    const text = summary(sampleFailure());
    expect(text).toContain('measured 2 accepted completions, limit at most 1');
    expect(text).toContain('`npx gate scenario replay S1-lease-contention --seed 4711 --commit 3f9c1ab`');
  });

  it('keeps the mark of uncommitted work', () => {
    const verdict = sampleVerdict({ verdict: 'QUICK_OK (uncommitted)' });
    expect(summary(verdict)).toContain('## ✔ QUICK_OK (uncommitted)');
  });

  it('marks simulated runs', () => {
    expect(summary(sampleVerdict())).toContain(
      '| soak-72h | Simulated time (NOT WALL-CLOCK) | 72 h of 72 h | 4 of 4 | 0 |',
    );
  });

  it('stays below the limit of a comment and says how much was cut', () => {
    let verdict = sampleVerdict();
    for (let index = 0; index < 2_000; index += 1) {
      verdict = withReason(verdict, 'RC-P1', [
        'FAIL',
        {
          code: 'TEST_FAILED',
          because: `Test ${index} failed: ${'x | `y` <z> '.repeat(40)}`,
          measured: 'failed',
          limit: 'passed',
          evidence: null,
          next: { owner: 'developers', command: `npx vitest run -t ${index}`, takesMs: null },
        },
      ]);
    }
    const text = summary(verdict);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/\d,?\d* more reasons were cut; see `verdict\.json`\./);
  });
});
