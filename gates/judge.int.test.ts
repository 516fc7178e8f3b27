import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from './judge.js';
import { listTree } from './record/manifest.js';
import { type Bench, buildGoodEvidence, CANDIDATE, writePolicy } from './testing/evidence-builder.js';
import { codesOf, MutantBench } from './testing/mutant-bench.js';
import { START } from './testing/run-script.js';

let home: string;
let good: Bench;
let part: MutantBench;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gate-judge-'));
  good = await buildGoodEvidence(home, { profile: 'quick' });
  part = await MutantBench.of(['RC-P1', 'RC-P6', 'RC-F3', 'RC-F4']);
}, 120_000);
afterAll(async () => {
  await part.dispose();
  await rm(home, { recursive: true, force: true });
});

describe('the judge on good evidence', () => {
  it('ends quick in QUICK_OK with every criterion proven', async () => {
    const verdict = await judge({ ...good, profile: 'quick', now: null });

    expect(codesOf(verdict)).toEqual([]);
    expect(verdict).toMatchObject({ verdict: 'QUICK_OK', exitCode: 0, failKind: null });
  });

  it('takes the end of the newest evidence as the instant of judgement', async () => {
    const verdict = await judge({ ...good, profile: 'quick', now: null });

    expect(verdict.judgedAt).toBe(START + 61_000);
  });

  it('gives the same bytes again, and for a copy', async () => {
    const first = await judge({ ...part.good, profile: 'part', now: null });

    const second = await judge({ ...(await part.copy()), profile: 'part', now: null });

    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  it('says that full lacks the long soaks, who runs them and with which command', async () => {
    const verdict = await judge({ ...good, profile: 'full', now: null });

    const missing = verdict.criteria.filter(({ status }) => status === 'MISSING').map(({ id }) => id);
    expect(verdict).toMatchObject({ verdict: 'FAIL', exitCode: 2, failKind: 'MISSING' });
    expect(missing).toEqual(expect.arrayContaining(['RC-P3', 'RC-P4']));
    const next = verdict.criteria.find(({ id }) => id === 'RC-P3')?.checks[0]?.reasons[0]?.next;
    expect(next).toMatchObject({
      owner: 'soak-operators',
      command: expect.stringContaining('--profile A --clock wall'),
    });
  });

  it('marks the verdict of an uncommitted tree', async () => {
    const copy = await part.copy();
    await writeFile(join(copy.folder, 'candidate.json'), JSON.stringify({ ...CANDIDATE, dirty: true }));

    const verdict = await judge({ ...copy, profile: 'part', now: null });

    expect(verdict.verdict).toBe('QUICK_OK (uncommitted)');
  });

  it('gives every reason its figures and what to type next', async () => {
    const verdict = await judge({ ...good, profile: 'full', now: null });

    const reasons = verdict.criteria.flatMap(({ checks }) => checks.flatMap((check) => check.reasons));
    expect(reasons.length).toBeGreaterThan(0);
    for (const { code, because, measured, limit, next } of reasons) {
      expect([code, because, measured, limit, next.owner, next.command]).not.toContain('');
    }
  });
});

describe('the judge refuses to judge', () => {
  it('by an expired policy', async () => {
    const copy = await part.copy();
    await writePolicy(copy.policyFile, [[/expires: "[^"]*"/, 'expires: "2020-01-01T00:00:00Z"']]);

    await expect(judge({ ...copy, profile: 'quick', now: null })).rejects.toThrow(/expired at 2020-01-01/);
  });

  it('a folder that is no candidate', async () => {
    await expect(judge({ ...good, folder: home, profile: 'quick', now: null })).rejects.toThrow(
      `expected a candidate's folder at ${home}, found a folder without candidate.json; type: npx gate rc`,
    );
  });

  it('by a profile the policy does not have', async () => {
    await expect(judge({ ...good, profile: 'quikc', now: null })).rejects.toMatchObject({ exitCode: 64 });
  });
});

/** Another blank between two values changes no word of a manifest. */
function saysTheSame(before: Buffer, after: Buffer): boolean {
  try {
    return JSON.stringify(JSON.parse(before.toString())) === JSON.stringify(JSON.parse(after.toString()));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

describe('a byte changed anywhere in the evidence', () => {
  it('never leaves a verdict that is OK', async () => {
    const copy = await part.copy();
    const { files } = await listTree(copy.folder, 'evidence');
    const targets = [...files, 'ledger.ndjson', 'manifest.json'];

    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, where, flip) => {
        const path = join(copy.folder, targets[which % targets.length] as string);
        const bytes = await readFile(path);
        const changed = Buffer.from(bytes);
        const position = where % changed.length;
        changed[position] = (changed[position] as number) ^ flip;
        fc.pre(!path.endsWith('manifest.json') || !saysTheSame(bytes, changed));
        await writeFile(path, changed);
        const verdict = await judge({ ...copy, profile: 'part', now: null }).catch(
          (error: { exitCode?: number }) => error,
        );
        await writeFile(path, bytes);

        expect(verdict.exitCode).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});
