import { describe, expect, it } from 'vitest';
import { MARKS } from '../../outcome/coverage.js';
import { brokenJob, type Job } from '../../search/job.js';
import { Tallies } from '../../search/totals.js';
import { exploreProgress, exploreText } from './explore-text.js';

const job: Job = { scenario: 'S1-x', seed: 9, faults: 'swarm', mutant: null, keep: null, times: 'once' };
const violated = {
  ...brokenJob(job, ''),
  outcome: 'violated' as const,
  violations: [{ invariant: 'INV-01', name: 'single-holder', because: 'task T had two' }],
  faults: { kill: 3 },
  exposures: { 'INV-01': 4 },
  simulatedMs: 3_600_000,
  files: 'out/S1-x-seed-9',
};
const tallies = new Tallies();
tallies.add(violated);
const totals = tallies.totals();
const explored = { totals, seeds: 1, next: 10, tookMs: 2000, seedsPerMinute: 30, runsPerMinute: 30 };

describe('the text of a search', () => {
  it('says in one line where it stands', () => {
    expect(exploreProgress(totals, { scenarios: ['S1-x'], dealing: 'every' }, 2000)).toBe(
      `1 FOUND  1 seeds  30 seeds/min  1.0 h simulated  3 faults  0 of ${MARKS.length} marks  0 task lives`,
    );
  });

  it('names for each find what was broken, and what to type next', () => {
    const text = exploreText({ ...explored, finds: [violated] });

    expect(text).toContain(
      [
        'S1-x seed 9: violated',
        '  INV-01 single-holder: task T had two',
        '  replay: npx gate scenario replay out/S1-x-seed-9',
        '  shrink: npx gate scenario shrink out/S1-x-seed-9',
      ].join('\n'),
    );
    expect(text).toMatch(/1 of 1 runs failed$/);
  });

  it('says why a find is not kept, and what broke all the same', () => {
    const unkept = 'expected out to be left to one run';

    const text = exploreText({ ...explored, finds: [{ ...violated, files: null, unkept }] });

    expect(text).toContain(
      [
        'S1-x seed 9: violated',
        '  INV-01 single-holder: task T had two',
        '  not kept: expected out to be left to one run',
        '',
      ].join('\n'),
    );
  });

  it('lets no task id pass for a line of its own', () => {
    const because = 'task T\u001b[2J\nnothing found had two';
    const violations = [{ invariant: 'INV-01', name: 'single-holder', because }];

    const text = exploreText({ ...explored, finds: [{ ...violated, violations }] });

    expect(text).toContain('  INV-01 single-holder: task T\\u001b[2J\\nnothing found had two\n');
  });

  it('shows what broke the harness when no invariant is accused', () => {
    const text = exploreText({ ...explored, finds: [brokenJob(job, 'its process ended early: SIGKILL')] });

    expect(text).toContain('S1-x seed 9: broken\n  its process ended early: SIGKILL');
  });

  it('says which marks no run reached, and that nothing was found', () => {
    const text = exploreText({ ...explored, finds: [] });

    expect(text).toMatch(new RegExp(`marks +0 of ${MARKS.length}; not claims-overlapped, `));
    expect(text).toMatch(/\nnothing found$/);
  });

  it('says which invariants no run gave a chance to break', () => {
    const text = exploreText({ ...explored, finds: [] });

    expect(text).toMatch(/exposures +INV-01 4\nno chance +INV-02, .*INV-20/);
  });
});
