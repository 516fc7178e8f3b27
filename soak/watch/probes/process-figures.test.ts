import { describe, expect, it } from 'vitest';
import { cpuMsOf, processFigures, residentBytes } from './process-figures.js';

describe('figures of a process', () => {
  it('are read past a name with blanks and brackets', () => {
    const stat = `42 (a (b) c) S 1 42 42 0 -1 4194560 900 0 0 0 250 50 0 0 20 0 11 0 100 1000 200 1`;

    expect(cpuMsOf(stat)).toBe(3_000);
  });

  it('count resident memory in pages', () => {
    expect(residentBytes('5000 100 50 1 0 900 0\n')).toBe(409_600);
  });

  it('are null, not zero, without a process', async () => {
    expect(await processFigures([])).toEqual({ rssBytes: null, openFds: null, cpuMs: null });
  });

  it('leave out a process that is gone', async () => {
    const own = await processFigures([process.pid]);
    const withGone = await processFigures([process.pid, 2 ** 22 + 1]);

    expect(own.rssBytes).toBeGreaterThan(1_000_000);
    expect(withGone.openFds).not.toBeNull();
    expect(await processFigures([2 ** 22 + 1])).toEqual({ rssBytes: null, openFds: null, cpuMs: null });
  });
});
