import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../gates/record/digest.js';
import { orchInProcess } from '../harness/adapters/orch/in-process.js';
import { smoke } from './profiles/smoke.js';
import { runSoak } from './run-soak.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-soak-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const running = new AbortController().signal;
const lines = async (file: string) => (await readFile(join(folder, file), 'utf8')).trimEnd().split('\n');
const play = (signal: AbortSignal = running) =>
  runSoak({ profile: smoke, seed: 1, clock: 'virtual', sut: orchInProcess(), folder, signal });

describe('a soak run', () => {
  it('leaves the files it names, none of them empty', async () => {
    const { files, summary } = await play();

    expect(summary.verdict).toBe('healthy');
    expect((await readdir(folder)).sort()).toEqual(files.map(({ path }) => path).sort());
    for (const { path } of files) expect((await readFile(join(folder, path))).length).toBeGreaterThan(1);
  });

  it('chains its heartbeats, and each tells how long the history was', async () => {
    await play();

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
    await play();

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
    const { summary } = await play();

    const last = JSON.parse((await lines('heartbeats.ndjson')).at(-1) ?? '');

    expect(last.done + last.failed + last.blocked + last.inProgress).toBe(last.submitted);
    expect(last.submitted).toBe(summary.exposures[0]?.planned);
  });

  it('writes a header, one line a look and a trailer into its abort log', async () => {
    const { summary } = await play();

    const entries = (await lines('aborts.ndjson')).map((text) => JSON.parse(text));

    expect(entries[0]).toMatchObject({ kind: 'header', profile: 'soak-smoke' });
    expect(entries.filter(({ kind }) => kind === 'look')).toHaveLength(summary.samples);
    expect(entries.at(-1)).toEqual({ kind: 'trailer', looks: summary.samples, episodes: 0 });
  });

  it('that is stopped writes what there is and is aborted, never healthy', async () => {
    const stop = new AbortController();
    stop.abort();

    const { summary, files } = await play(stop.signal);

    expect(summary).toMatchObject({ verdict: 'aborted', exitCode: 4, ended: 'by-signal' });
    expect((await readdir(folder)).sort()).toEqual(files.map(({ path }) => path).sort());
  });

  it('never writes over another', async () => {
    await play();

    await expect(play()).rejects.toThrow('EEXIST');
  });

  it('stops at a critical abort condition', async () => {
    const sut = orchInProcess({ mutant: 'guardrail-only-logs' });

    const { summary } = await runSoak({
      profile: smoke,
      seed: 1,
      clock: 'virtual',
      sut,
      folder,
      signal: running,
    });

    expect(summary).toMatchObject({ verdict: 'abort-condition', exitCode: 1, ended: 'by-abort' });
    expect(summary.episodes[0]?.id).toBe('AB4');
    expect(summary.lengthMs).toBeLessThan(smoke.lengthMs);
  });
});
