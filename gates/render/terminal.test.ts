import { describe, expect, it } from 'vitest';
import { terminalLines } from './terminal.js';
import { sampleNext } from './testing/sample-evidence.js';
import { sampleFailure, sampleMissing, sampleVerdict, withReason } from './testing/sample-verdict.js';

const place = { reportPath: 'reports/rc/0.1.0-3f9c1ab/report.html' };

describe('the lines for a terminal', () => {
  it('are verdict, why and next, then the report', () => {
    const lines = terminalLines(sampleVerdict(), place);
    expect(lines.map((line) => line.slice(0, 10).trim())).toEqual([
      '✔ QUICK_OK',
      'Why     no',
      'Next    re',
      'Report  re',
    ]);
  });

  it('name scenario, measured, limit and the replay command of a failure', () => {
    const [verdict, why, next] = terminalLines(sampleFailure(), place);
    expect(verdict).toContain('✖ FAIL');
    expect(why).toContain('RC-P5, RC-F1 NOT_MITIGATED: S1 lease contention');
    expect(why).toContain('Measured 2 accepted completions, limit at most 1');
    expect(next).toContain('npx gate scenario replay S1-lease-contention --seed 4711');
  });

  it('name every further reason with its own next command', () => {
    const lines = terminalLines(sampleMissing(), place);
    expect(lines.filter((line) => line.startsWith('Next'))).toHaveLength(2);
  });

  it('count the reasons that only the report lists', () => {
    let verdict = sampleVerdict();
    for (let index = 0; index < 12; index += 1) {
      const reason = {
        code: 'TEST_FAILED',
        because: `Test ${index} failed.`,
        measured: 'failed',
        limit: 'passed',
        evidence: null,
        next: sampleNext('developers', `npx vitest run -t ${index}`),
      };
      verdict = withReason(verdict, 'RC-P1', ['FAIL', reason]);
    }
    expect(terminalLines(verdict, place)).toContain('        and 3 more reasons in the report');
  });

  it('say which criteria the profile did not ask for', () => {
    expect(terminalLines(sampleVerdict(), place)[1]).toContain('not asked: RC-P3, RC-P4, RC-F3');
  });

  it('let no text of the evidence move the cursor or start a line', () => {
    const reason = {
      code: 'TEST_FAILED',
      because: 'bad\u001b[2J\nPASS',
      measured: '1',
      limit: '0',
      evidence: null,
      next: sampleNext('developers', 'npm test'),
    };
    const text = terminalLines(withReason(sampleVerdict(), 'RC-P1', ['FAIL', reason]), place);
    expect(text.join('')).not.toContain('\u001b');
    expect(text.some((line) => line.startsWith('PASS'))).toBe(false);
  });
});
