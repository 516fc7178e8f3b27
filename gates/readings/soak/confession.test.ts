import { describe, expect, it } from 'vitest';
import type { SoakSummary } from '../../record/artefacts.js';
import { abortLogText, type Opening } from '../../testing/abort-log.js';
import { abortLogOf } from './abort-log.js';
import { confessionOf, type DriverFiles } from './confession.js';

const STALL = { id: 'AB3', at: 12_000 };
const log = (...openings: readonly Opening[]) => abortLogOf(abortLogText('soak-smoke', openings));
const summary = (verdict: string, ...openings: readonly Opening[]): SoakSummary => ({
  profile: 'soak-smoke',
  verdict,
  episodes: openings.map(({ id, at }) => ({ id, openedAt: at })),
  slis: null,
});
const failed = (abortEpisodes: number) => ({ result: 'FAILED' as const, counts: { abortEpisodes } });
const healthy = { claimed: { result: 'PASSED' as const, counts: { abortEpisodes: 0 } } };

const GOOD: DriverFiles = { ...healthy, summary: summary('healthy'), aborts: log() };
const BAD: DriverFiles = {
  claimed: failed(1),
  summary: summary('abort-condition', STALL),
  aborts: log(STALL),
};
const ids = (files: DriverFiles) => confessionOf(files).episodes.map(({ id }) => id);

describe('what the driver of a soak confesses', () => {
  it('is nothing in a healthy run', () => {
    expect(confessionOf(GOOD)).toEqual({ episodes: [], contradictions: [] });
  });

  it('is one episode where log and summary tell the same one', () => {
    expect(confessionOf(BAD)).toEqual({
      episodes: [
        { id: 'AB3', says: 'no transition while work was eligible or running', atMs: 12_000, critical: true },
      ],
      contradictions: [],
    });
  });

  it('is two where one condition was met twice', () => {
    const twice = [STALL, { id: 'AB3', at: 50_000 }];
    const files = {
      claimed: failed(2),
      summary: summary('abort-condition', ...twice),
      aborts: log(...twice),
    };

    expect(ids(files)).toEqual(['AB3', 'AB3']);
    expect(confessionOf(files).contradictions).toEqual([]);
  });

  it.each<readonly [string, DriverFiles, readonly string[]]>([
    ['the log alone', { ...GOOD, aborts: log(STALL) }, ['AB3']],
    ['the summary alone', { ...GOOD, summary: summary('healthy', STALL) }, ['AB3']],
    ['the count of the record alone', { ...GOOD, claimed: failed(1) }, ['unnamed']],
    ['the verdict of the summary alone', { ...GOOD, summary: summary('abort-condition') }, ['unnamed']],
  ])('counts where it stands in %s, and is a contradiction', (_where, files, expected) => {
    expect(ids(files)).toEqual(expected);
    expect(confessionOf(files).contradictions).not.toEqual([]);
  });

  it.each<readonly [string, DriverFiles]>([
    ['without a summary', { ...BAD, summary: null }],
    ['without a log', { ...BAD, aborts: null }],
  ])('counts %s, and what is not there contradicts nobody', (_what, files) => {
    expect(ids(files)).toEqual(['AB3']);
    expect(confessionOf(files).contradictions).toEqual([]);
  });

  it('has no word on how bad an episode is without the list of conditions', () => {
    expect(confessionOf({ ...BAD, aborts: null }).episodes).toMatchObject([{ critical: null }]);
  });

  it('contradicts itself when it calls the run healthy all the same', () => {
    const claimed = { result: 'PASSED' as const, counts: { abortEpisodes: 1 } };

    expect(confessionOf({ ...BAD, claimed }).contradictions).toEqual([
      'the run is called healthy, with 1 abort episodes',
    ]);
  });

  it('contradicts itself when it counts fewer than it names', () => {
    expect(confessionOf({ ...BAD, claimed: failed(0) }).contradictions).toEqual([
      "the record counts 0 abort episodes, the driver's files name 1",
    ]);
  });
});
