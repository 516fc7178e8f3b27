import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAttempt } from '../../record/attempt.js';
import { abortLogText, type Opening } from '../../testing/abort-log.js';
import { type Draft, leaveAttempt, soakFiles } from '../../testing/evidence-builder.js';
import {
  both,
  edit,
  failed,
  MutantBench,
  put,
  reasonsFor,
  soak,
  unchanged,
} from '../../testing/mutant-bench.js';
import { START } from '../../testing/run-script.js';
import { soakScript } from '../../testing/scenario-scripts.js';

type Change = (draft: Draft) => void;

let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P5', 'RC-F1', 'RC-F3', 'RC-F4']);
}, 60_000);
afterAll(() => bench.dispose());

const atStart = { now: () => START, elapsed: () => 0, sleep: () => Promise.resolve() };
const STALL = { id: 'AB3', at: 12_000 };
const POOR = { id: 'AB1', at: 30_000 };

const logged = (...openings: readonly Opening[]) =>
  put([['aborts.ndjson', abortLogText('soak-smoke', openings)]]);
const summed = (...openings: readonly Opening[]) =>
  edit('summary.json', (text) => {
    const episodes = openings.map(({ id, at }) => ({ id, openedAt: at, value: 1, closedAt: null }));
    return JSON.stringify({ ...JSON.parse(text), verdict: 'abort-condition', episodes });
  });
const counted =
  (abortEpisodes: number): Change =>
  (draft) => {
    draft.claimed = { result: 'FAILED', counts: { abortEpisodes } };
    draft.exitCode = 1;
  };
/** A driver that says what happened in all three places. */
const honest = (...openings: readonly Opening[]) =>
  both(logged(...openings), summed(...openings), counted(openings.length));
const without =
  (name: string): Change =>
  (draft) => {
    draft.files.delete(name);
  };
/** A task that failed and never got its retry, in a run that went on to its end. */
const losing: Change = (draft) => {
  const told = soakScript('soak-smoke', 'real').enqueue('left').claim('w1/1', 'left');
  put(soakFiles('soak-smoke', told.failTransient('w1/1', 'left')))(draft);
};
/** The same run, ended by hand before everything was healed. */
const interrupted: Change = (draft) => {
  const told = soakScript('soak-smoke', 'real');
  told.ops.splice(-2);
  put(soakFiles('soak-smoke', told.enqueue('left').claim('w1/1', 'left')))(draft);
  failed(draft);
};

const reasonsAfter = (...changes: readonly Change[]) => bench.reasonsAfter(soak('soak-smoke'), ...changes);

describe('what only the driver of a soak saw', () => {
  it.each<readonly [string, Change, readonly string[]]>([
    ['is believed', honest(STALL), ['RC-F3 ABORT_EPISODE', 'RC-F3 RUN_UNDECIDED']],
    ['is believed of its log alone', logged(STALL), ['RC-F3 ABORT_EPISODE', 'RC-F4 CLAIM_MISMATCH']],
    ['is believed of its summary alone', summed(STALL), ['RC-F3 ABORT_EPISODE', 'RC-F4 CLAIM_MISMATCH']],
    ['is believed of its record alone', counted(1), ['RC-F3 ABORT_EPISODE', 'RC-F4 CLAIM_MISMATCH']],
    [
      'is believed where the system could not be read back',
      both(honest(STALL), without('final.json')),
      ['RC-F3 ABORT_EPISODE', 'RC-F3 EVIDENCE_MISSING'],
    ],
    [
      'is believed of a log that is damaged',
      both(
        honest(STALL),
        edit('aborts.ndjson', (text) => `?\n${text}`),
      ),
      ['RC-F3 ABORT_EPISODE', 'RC-F4 EVIDENCE_SCHEMA'],
    ],
    ['must be there to be read', without('aborts.ndjson'), ['RC-F4 EVIDENCE_MISSING']],
    [
      'must be the story of this soak',
      put([['aborts.ndjson', abortLogText('soak-24h')]]),
      ['RC-F4 EVIDENCE_SCHEMA'],
    ],
  ])('%s', async (_what, change, expected) => {
    expect(await reasonsAfter(change)).toEqual(expect.arrayContaining([...expected]));
  });

  it.each<readonly [string, Change]>([
    ['said in three places', honest(STALL)],
    ['said in the log alone', logged(STALL)],
    ['said in the summary alone', summed(STALL)],
    ['only counted', counted(1)],
    ['of a system that could not be read back', both(honest(STALL), without('final.json'))],
  ])('is not washed away by a good run that follows: %s', async (_what, change) => {
    expect(await reasonsAfter(change, unchanged)).toEqual(['RC-F3 ABORT_EPISODE']);
  });

  it('counts in a soak of another profile', async () => {
    const nightly = soak('soak-nightly');

    expect(await bench.reasonsAfter(nightly, honest(STALL))).toEqual(['RC-F3 ABORT_EPISODE']);
    expect(await bench.reasonsAfter(nightly, unchanged)).toEqual([]);
  });

  it('is forgiven once where it is not critical, and not twice', async () => {
    expect(await reasonsAfter(honest(POOR), unchanged)).toEqual([]);
    expect(await reasonsAfter(honest(POOR), honest(POOR), unchanged)).toEqual(['RC-F3 ABORT_REPEATED']);
  });
});

describe('a soak that never ended', () => {
  const abandoned = async (...openings: readonly Opening[]) => {
    const copy = await bench.copy();
    const attempt = await openAttempt(copy.folder, { ...soak('soak-smoke'), command: 'soak' }, atStart);
    const text = abortLogText('soak-smoke', openings).replace(/\n[^\n]*"trailer".*\n$/, '\n{"kind":"lo');
    await writeFile(join(attempt.folder, 'aborts.ndjson'), text);
    await leaveAttempt(copy, soak('soak-smoke'), unchanged);
    return reasonsFor(copy);
  };

  it('is held against the system when a critical condition was met in it', async () => {
    expect(await abandoned(STALL)).toEqual(['RC-F3 ABORT_EPISODE']);
  });

  it('counts once where no condition was met, or a harmless one', async () => {
    expect(await abandoned()).toEqual([]);
    expect(await abandoned(POOR)).toEqual([]);
  });
});

describe('a task that a soak lost', () => {
  it('is held against it, whatever the driver says', async () => {
    expect(await reasonsAfter(losing)).toEqual(['RC-F1 TASK_LOST']);
  });

  it('is not washed away by a good run that follows', async () => {
    expect(await reasonsAfter(losing, unchanged)).toEqual(['RC-F1 TASK_LOST']);
  });

  it('is not washed away either when nobody can read who watched it', async () => {
    const unwatched = both(
      losing,
      edit('heartbeats.ndjson', () => 'torn\n'),
    );

    expect(await reasonsAfter(unwatched, unchanged)).toEqual(['RC-F1 TASK_LOST']);
  });

  it('is none in a run that was ended by hand', async () => {
    expect(await reasonsAfter(interrupted)).not.toContain('RC-F1 TASK_LOST');
    expect(await reasonsAfter(interrupted, unchanged)).toEqual([]);
  });
});
