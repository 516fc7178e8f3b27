import { describe, expect, it } from 'vitest';
import { progressLine } from './progress-line.js';

describe('the progress line', () => {
  it('says elapsed, share, counts and p95', () => {
    const line = progressLine(
      { atMs: 3_725_000, submitted: 12, done: 9, backlog: 3, p95Ms: 64_250 },
      86_400_000,
    );

    expect(line).toBe('1:02:05 (4 %)  submitted 12  done 9  backlog 3  p95 64.3 s');
  });

  it('shows no p95 before a task has ended, and never more than all', () => {
    const line = progressLine({ atMs: 70_000, submitted: 0, done: 0, backlog: 0, p95Ms: null }, 60_000);

    expect(line).toBe('0:01:10 (100 %)  submitted 0  done 0  backlog 0  p95 -');
  });
});
