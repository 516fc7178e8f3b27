import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASELINE_FILE, NIGHTS_FILE } from '../readings/track-files.js';
import { CANDIDATE } from '../testing/evidence-builder.js';
import { MutantBench, reasonsFor } from '../testing/mutant-bench.js';

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-F3', 'RC-F4', 'RC-A4', 'RC-A5']);
}, 60_000);
afterAll(() => bench.dispose());

async function withFile(file: string, text: string): Promise<readonly string[]> {
  const copy = await bench.copy();
  const path = join(copy.projectRoot, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return reasonsFor(copy);
}

const nights = (...verdicts: readonly string[]): string =>
  verdicts
    .map((verdict, at) => `${JSON.stringify({ at, gitCommit: CANDIDATE.gitCommit, verdict })}\n`)
    .join('');
const baseline = (latencyMs: number): string =>
  JSON.stringify({
    schema: 'rc-gate/baseline/v1',
    version: '0.9.0',
    runs: { 'soak-smoke': { latencyMs: Array.from({ length: 24 }, () => latencyMs), donePerBlock: [] } },
  });

describe('what outlives a candidate', () => {
  it('is missing for the first one', async () => {
    const reasons = await reasonsFor(bench.good);

    expect(reasons).toEqual(['RC-A4 NO_BASELINE', 'RC-A5 TREND_MISSING']);
  });

  it('accepts three green nights of this commit', async () => {
    const reasons = await withFile(NIGHTS_FILE, nights('NIGHTLY_OK', 'NIGHTLY_OK', 'NIGHTLY_OK'));

    expect(reasons).not.toContainEqual(expect.stringContaining('RC-A5'));
  });

  it('counts nights from the last one that was not green', async () => {
    const reasons = await withFile(NIGHTS_FILE, nights('NIGHTLY_OK', 'FAIL', 'NIGHTLY_OK', 'NIGHTLY_OK'));

    expect(reasons).toContain('RC-A5 TREND_NOT_GREEN');
  });

  it('does not believe a record of nights that was cut', async () => {
    const reasons = await withFile(NIGHTS_FILE, nights('NIGHTLY_OK').trimEnd());

    expect(reasons).toContain('RC-A5 TREND_MISSING');
  });

  it('finds a candidate that became slower', async () => {
    const reasons = await withFile(BASELINE_FILE, baseline(10));

    expect(reasons).toContain('RC-A4 REGRESSION');
  });

  it('cannot tell where the latencies before were too scattered', async () => {
    const scattered = JSON.parse(baseline(10)) as { runs: Record<string, { latencyMs: number[] }> };
    const latencyMs = Array.from({ length: 24 }, (_, block) => (block % 2 === 0 ? 50 : 300));
    scattered.runs['soak-smoke'] = { ...scattered.runs['soak-smoke'], latencyMs };

    const reasons = await withFile(BASELINE_FILE, JSON.stringify(scattered));

    expect(reasons).toContain('RC-A4 REGRESSION_UNPROVEN');
  });

  it('accepts a candidate that is no slower', async () => {
    const reasons = await withFile(BASELINE_FILE, baseline(1_000_000));

    expect(reasons).not.toContainEqual(expect.stringContaining('RC-A4'));
  });

  it('does not guess where the baseline cannot be read', async () => {
    const reasons = await withFile(BASELINE_FILE, '{}');

    expect(reasons).toContain('RC-A4 NO_BASELINE');
  });
});
