import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../gates/record/digest.js';
import { orchInProcess } from '../harness/adapters/orch/in-process.js';
import type { SystemUnderTest, Traces } from '../harness/sut.js';
import { smoke } from './plan/profiles/smoke.js';
import { runSoak, type SoakOutcome } from './run-soak.js';

let root: string;
/** One whole run that nothing changes; the tests below only read what it left. */
let whole: SoakOutcome & { readonly folder: string };

const { signal } = new AbortController();
const fresh = () => mkdtemp(join(root, 'run-'));
const terms = { profile: smoke, seed: 1, clock: 'virtual', sut: orchInProcess(), signal } as const;
/** Without what stops it early. */
const calm = { ...smoke, shares: { ...smoke.shares, hardExceed: 0 } };
const lines = async (file: string) =>
  (await readFile(join(whole.folder, file), 'utf8')).trimEnd().split('\n');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gatehouse-soak-test-'));
  const folder = await fresh();
  whole = { ...(await runSoak({ ...terms, folder })), folder };
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A system that does not block at its hard budget, and leaves what processes would. */
function leaving(traces: Traces): SystemUnderTest {
  const system = orchInProcess({ mutant: 'guardrail-only-logs' });
  return {
    ...system,
    boot: async (booting) => Object.assign(await system.boot(booting), { traces: () => traces }),
  };
}

describe('a soak run', () => {
  it('leaves the files it names, none of them empty', async () => {
    const { files, summary, folder } = whole;

    expect(summary.verdict).toBe('healthy');
    expect((await readdir(folder)).sort()).toEqual(files.map(({ path }) => path).sort());
    for (const { path } of files) expect((await readFile(join(folder, path))).length).toBeGreaterThan(1);
  });

  it('chains its heartbeats, and each tells how long the history was', async () => {
    const texts = await lines('heartbeats.ndjson');
    const beats = texts.map((text) => JSON.parse(text));
    const history = (await lines('history.jsonl')).slice(1, -1).map((text) => JSON.parse(text));

    expect(beats.map(({ seq }) => seq)).toEqual(beats.map((_, index) => index + 1));
    expect(beats.slice(1).map(({ prev }) => prev)).toEqual(texts.slice(0, -1).map((text) => sha256(text)));
    for (const { at, historyLines } of beats) {
      expect(history.filter((op) => op.at < at).length).toBeLessThanOrEqual(historyLines);
    }
    expect(beats.at(-1).historyLines).toBe(history.length);
  });

  it('writes no process figure for a simulated system', async () => {
    const beats = (await lines('heartbeats.ndjson')).map((text) => JSON.parse(text));

    for (const beat of beats) {
      expect(beat).toMatchObject({
        wall: null,
        monotonicMs: null,
        rssBytes: null,
        openFds: null,
        cpuMs: null,
      });
    }
  });

  it('accounts for every task in its last heartbeat', async () => {
    const { summary } = whole;

    const last = JSON.parse((await lines('heartbeats.ndjson')).at(-1) ?? '');

    expect(last.done + last.failed + last.blocked + last.inProgress).toBe(last.submitted);
    expect(last.submitted).toBe(summary.exposures[0]?.planned);
  });

  it('writes a header, one line a look and a trailer into its abort log', async () => {
    const { summary } = whole;

    const entries = (await lines('aborts.ndjson')).map((text) => JSON.parse(text));

    expect(entries[0]).toMatchObject({ kind: 'header', profile: 'soak-smoke' });
    expect(entries.filter(({ kind }) => kind === 'look')).toHaveLength(summary.samples);
    expect(entries.at(-1)).toEqual({ kind: 'trailer', looks: summary.samples, episodes: 0 });
  });

  it('that is stopped writes what there is and is aborted, never healthy', async () => {
    const stop = new AbortController();
    stop.abort();
    const folder = await fresh();

    const { summary, files } = await runSoak({ ...terms, folder, signal: stop.signal });

    expect(summary).toMatchObject({ verdict: 'aborted', exitCode: 4, ended: 'by-signal' });
    expect((await readdir(folder)).sort()).toEqual(files.map(({ path }) => path).sort());
  });

  it('never writes over another', async () => {
    await expect(runSoak({ ...terms, folder: whole.folder })).rejects.toThrow('EEXIST');
  });

  it('stops at a critical abort condition', async () => {
    const sut = orchInProcess({ mutant: 'guardrail-only-logs' });

    const { summary } = await runSoak({ ...terms, sut, folder: await fresh() });

    expect(summary).toMatchObject({ verdict: 'abort-condition', exitCode: 1, ended: 'by-abort' });
    expect(summary.episodes[0]?.id).toBe('AB4');
    expect(summary.lengthMs).toBeLessThan(smoke.lengthMs);
  });

  it('that is not healthy has the traces of its processes among its files', async () => {
    const folder = await fresh();
    const sut = leaving({ storeFiles: [], stderr: new Map([['w1/1', 'out of luck']]) });

    const { summary, files } = await runSoak({ ...terms, sut, folder });

    expect(summary.verdict).toBe('abort-condition');
    expect(files).toContainEqual({ path: 'kept/stderr-w1-1.txt', role: 'log' });
    expect(await readFile(join(folder, 'kept/stderr-w1-1.txt'), 'utf8')).toBe('out of luck');
  });

  it('that breaks keeps them too, and says what went wrong first', async () => {
    const folder = await fresh();
    const sut = leaving({ storeFiles: [], stderr: new Map([['w1/1', 'out of luck']]) });
    const broken: SystemUnderTest = {
      ...sut,
      boot: async (booting) =>
        Object.assign(await sut.boot(booting), { readBack: () => Promise.reject(new Error('no answer')) }),
    };

    await expect(runSoak({ ...terms, profile: calm, sut: broken, folder })).rejects.toThrow('no answer');

    expect(await readFile(join(folder, 'kept/stderr-w1-1.txt'), 'utf8')).toBe('out of luck');
  });
});
