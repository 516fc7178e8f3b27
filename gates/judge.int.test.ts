import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from './judge.js';
import { type Bench, benchIn, buildGoodEvidence } from './testing/evidence-builder.js';
import { START } from './testing/run-script.js';

const homes: string[] = [];
let good: Bench;

beforeAll(async () => {
  good = await buildGoodEvidence(await home(), 'quick');
});
afterAll(async () => {
  for (const folder of homes) await rm(folder, { recursive: true, force: true });
});

async function home(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gate-judge-'));
  homes.push(folder);
  return folder;
}

async function copy(): Promise<Bench> {
  const bench = benchIn(await home());
  await cp(good.projectRoot, bench.projectRoot, { recursive: true });
  return bench;
}

describe('the judge on good evidence', () => {
  it('ends quick in QUICK_OK with every blocking criterion proven', async () => {
    const verdict = await judge({ ...good, profile: 'quick', now: null });

    const open = verdict.criteria.flatMap(({ checks }) => checks.flatMap(({ reasons }) => reasons));
    expect(open.map(({ code, because }) => `${code} ${because}`)).toEqual([]);
    expect(verdict).toMatchObject({ verdict: 'QUICK_OK', exitCode: 0, failKind: null });
  });

  it('gives the same bytes again', async () => {
    const first = await judge({ ...good, profile: 'quick', now: null });
    const bench = await copy();

    const second = await judge({ ...bench, profile: 'quick', now: null });

    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(second.judgedAt).toBe(START + 61_000);
  });
});
