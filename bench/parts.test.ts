import { describe, expect, it } from 'vitest';
import { harnessText } from './harness/text.js';
import { scaleText } from './scale/text.js';
import { sharingText } from './sharing/text.js';
import { quantile } from './spread.js';

const figures = {
  ...{ tasks: 10_000, fillSeconds: 1, claimMedian: 0.05, claimP99: 0.2, bothMedian: 0.1 },
  ...{ rssBytes: 80e6, bytesPerTask: 700 },
};
const row = {
  ...{ processes: 4, callers: 1, rate: 9_000, ofOne: 0.75, leastShare: 0.9, mostShare: 1.1 },
  ...{ claimP99: 12, lost: 0, givenUp: 0, rawErrors: [] },
};

describe('the measurement of scale', () => {
  it('is a table of both sizes, with the ratio below it', () => {
    const large = { ...figures, tasks: 10_000_000 };
    expect(scaleText({ small: figures, large, ratio: 1.1, shortened: null }).split('\n').slice(2)).toEqual([
      '| 10,000 | 0.050 | 0.200 | 0.100 | 80 | 700 |',
      '| 10,000,000 | 0.050 | 0.200 | 0.100 | 80 | 700 |',
      '',
      'large to small, claim + complete: 1.1',
    ]);
  });

  it('says it when there was no room for the large store', () => {
    const text = scaleText({
      small: figures,
      large: figures,
      ratio: 1,
      shortened: '1,000,000 tasks instead',
    });
    expect(text.split('\n').at(-1)).toBe('1,000,000 tasks instead');
  });
});

describe('the measurement of the harness', () => {
  it('is a table of simulations and one of rules, with memory and search below them', () => {
    const text = harnessText({
      simulated: [{ profile: 'B', hours: 72, seconds: 20, lines: 680_000 }],
      rules: { lines: 3_000_000, seconds: 1.5, sorting: 1, each: { 'settled-once': 0.5 }, rssBytes: 9e8 },
      searched: { seeds: 100, hours: 20, perMinute: 240 },
    });
    expect(text.split('\n')).toEqual([
      '| simulated | hours | seconds | times real time | lines of history |',
      '| --- | --- | --- | --- | --- |',
      '| profile B | 72 | 20 | 12,960 | 680,000 |',
      '',
      '| rule | seconds | million events a second |',
      '| --- | --- | --- |',
      '| (sorting the calls, once for all) | 1.00 | 3.0 |',
      '| settled-once | 0.50 | 6.0 |',
      '| all of them | 1.50 | 2.0 |',
      '',
      'memory with that history: 900 MB',
      'search on one core: 240 seeds a minute (100 seeds, 20 simulated hours)',
    ]);
  });
});

describe('the measurement of sharing', () => {
  it('is a table with a row for each crew, and the raw errors below it', () => {
    const text = sharingText([row, { ...row, rawErrors: ['boom', 'boom'] }]);
    expect(text.split('\n').slice(2)).toEqual([
      '| 4 | 1 | 9,000 | 0.75 | 0.90 to 1.10 | 12.00 | 0 | 0 | 0 |',
      '| 4 | 1 | 9,000 | 0.75 | 0.90 to 1.10 | 12.00 | 0 | 0 | 2 |',
      '',
      'raw error: boom',
    ]);
  });
});

describe('a quantile', () => {
  it('is the element at the rank of its share', () => {
    expect([0.5, 0.99, 1].map((p) => quantile([4, 1, 3, 2], p))).toEqual([2, 4, 4]);
    expect(() => quantile([], 0.5)).toThrow('at least one');
  });
});
