import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunMode } from '../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../history/by-hand/history-builder.js';
import { type HistorySink, Recorder } from '../history/recorder.js';
import { FolderTaken } from '../history/sole-file.js';
import type { Outcome } from '../outcome/outcome.js';
import { smallPlan } from '../scenario/testing/small-plan.js';
import { clearRun, HISTORY_FILE, openArtefact, PLAN_FILE, readArtefact, verdictOf } from './artefact.js';
import { keptIn } from './kept.js';
import type { RunResult } from './run.js';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'gatehouse-artefact-')), 'run');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const plan = smallPlan(1);
const outcome = {
  outcome: 'holds',
  checks: [],
  marks: {},
  missingMarks: [],
  problems: [],
} as unknown as Outcome;
const terms = { says: 'Something must hold.', replay: 'gate scenario replay small --seed 1' };

/** Writes a run of one sweep into the sink. */
function recordInto(sink: HistorySink, mode: RunMode = 'simulated'): RunResult {
  const header = { ...new HistoryBuilder().history().header, mode };
  const recorder = new Recorder({ header, clock: { now: () => 0, sleep: async () => undefined }, sink });
  recorder.complete('d1/1', recorder.invoke('d1/1', { op: 'sweep', args: {} }), {
    type: 'fail',
    code: 'BUSY',
  });
  const final = { ...finalRead([row('T')]), integrity: [] };
  return { history: recorder.close(final), final };
}

describe('a run on disk', () => {
  it('is read back as it was written', async () => {
    const artefact = await openArtefact(folder, plan);
    const run = recordInto(artefact.sink);
    const verdict = verdictOf(outcome, run, terms);
    await artefact.close({ run, verdict });

    const read = await readArtefact(folder);

    expect(read.plan).toEqual(plan);
    expect(read.history).toEqual(run.history);
    expect(read.final).toEqual(run.final);
    expect(read.verdict).toMatchObject({
      scenario: 'by-hand',
      seed: 1,
      mode: 'simulated',
      control: null,
      ...terms,
    });
  });

  it('gets no verdict beside the history of another run that began in its folder', async () => {
    const artefact = await openArtefact(folder, plan);
    const run = recordInto(artefact.sink);
    await clearRun(folder);
    const other = await openArtefact(folder, plan);

    await expect(artefact.close({ run, verdict: verdictOf(outcome, run, terms) })).rejects.toThrow(
      FolderTaken,
    );

    other.abandon();
    expect(await readdir(folder)).toEqual([HISTORY_FILE, PLAN_FILE]);
  });

  it('is cleared away alone: what else lies in its folder stays', async () => {
    const artefact = await openArtefact(folder, plan);
    artefact.abandon();
    await writeFile(join(folder, 'notes.txt'), 'mine');

    await clearRun(folder);

    expect(await readdir(folder)).toEqual(['notes.txt']);
  });

  it('keeps the traces of its processes, and is cleared away with them', async () => {
    const store = join(folder, '..', 'queue.db');
    await writeFile(store, 'a store');
    await writeFile(`${store}-wal`, '');
    const stderr = new Map([
      ['w1/2', 'out of luck'],
      ['w2/1', ''],
    ]);
    const artefact = await openArtefact(folder, plan);
    artefact.abandon();

    await artefact.keep({ storeFiles: [store, `${store}-wal`, `${store}-none`], stderr });

    expect(await keptIn(folder)).toEqual(['kept/queue.db', 'kept/stderr-w1-2.txt']);
    expect(await readFile(join(folder, 'kept/stderr-w1-2.txt'), 'utf8')).toBe('out of luck');
    await clearRun(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps no traces beside another run that began in its folder', async () => {
    const artefact = await openArtefact(folder, plan);
    await clearRun(folder);
    const other = await openArtefact(folder, plan);

    await artefact.keep({ storeFiles: [], stderr: new Map([['w1/1', 'out of luck']]) });

    artefact.abandon();
    other.abandon();
    expect(await keptIn(folder)).toEqual([]);
  });

  it('has no end when it was left early, and says so', async () => {
    const artefact = await openArtefact(folder, plan);
    recordInto((line, entry) => (line.includes('trailer') ? undefined : artefact.sink(line, entry)));
    artefact.abandon();

    const read = await readArtefact(folder);

    expect([read.history.ops.length, read.history.trailer, read.final, read.verdict]).toEqual([
      2,
      null,
      null,
      null,
    ]);
  });

  it('has every line of a real run on disk at once, for the harness may be killed', async () => {
    const artefact = await openArtefact(folder, plan);

    const run = recordInto(artefact.sink, 'real');

    const read = await readArtefact(folder);
    artefact.abandon();
    expect(read.history).toEqual(run.history);
  });

  it('is never written over', async () => {
    const artefact = await openArtefact(folder, plan);
    artefact.abandon();

    await expect(openArtefact(folder, plan)).rejects.toThrow(FolderTaken);
  });

  it('does not believe a history that was changed afterwards', async () => {
    const artefact = await openArtefact(folder, plan);
    const run = recordInto(artefact.sink);
    await artefact.close({ run, verdict: verdictOf(outcome, run, terms) });
    const path = join(folder, HISTORY_FILE);
    await writeFile(path, (await readFile(path, 'utf8')).replace('BUSY', 'INVALID'));

    await expect(readArtefact(folder)).rejects.toThrow('the trailer promises SHA-256');
  });

  it('does not believe a final state that was changed afterwards', async () => {
    const artefact = await openArtefact(folder, plan);
    const run = recordInto(artefact.sink);
    await artefact.close({ run, verdict: verdictOf(outcome, run, terms) });
    await writeFile(join(folder, 'final.json'), JSON.stringify({ ...run.final, tasks: [] }));

    await expect(readArtefact(folder)).rejects.toThrow(
      /final\.json to be as a run writes it, found SHA-256 \w+ where the trailer of history\.jsonl promises/,
    );
  });

  it('names the folder that holds no run, and the file that is no JSON', async () => {
    await expect(readArtefact(folder)).rejects.toThrow(
      `expected a run in ${folder}, found no ${PLAN_FILE} there`,
    );

    const artefact = await openArtefact(folder, plan);
    artefact.abandon();
    await writeFile(join(folder, PLAN_FILE), '{');

    await expect(readArtefact(folder)).rejects.toThrow(/plan\.json to be as a run writes it, found no JSON/);
  });
});
