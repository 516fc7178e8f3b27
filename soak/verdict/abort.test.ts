import { describe, expect, it } from 'vitest';
import { Ledger } from '../ledger/ledger.js';
import { day } from '../plan/profiles/day.js';
import { MadeHistory } from '../testing/made-history.js';
import { type AbortEpisode, AbortWatch } from './abort.js';

const MINUTE = 60_000;

/** Looks once a minute, as a soak does, and once more at `until`. */
function episodesOf(made: MadeHistory, until: number, measuredAt: (at: number) => number = (at) => at) {
  const { header, ops } = made.history;
  const ledger = new Ledger({ startedAt: header.startedAt, knobs: header.knobs });
  const watch = new AbortWatch(day.abort, ledger);
  let next = 0;
  for (let at = MINUTE; at <= until; at += MINUTE) {
    for (let op = ops[next]; op !== undefined && op.at <= at; op = ops[next]) {
      ledger.observe(op);
      next += 1;
    }
    watch.look({ at, measuredAt: measuredAt(at) });
  }
  return watch.episodes;
}

const ids = (episodes: readonly AbortEpisode[]) => episodes.map(({ id }) => id);

/** One task a minute that takes a second; every `failing`th fails for good. */
function steady(minutes: number, failing = Number.POSITIVE_INFINITY): MadeHistory {
  const made = new MadeHistory();
  for (let minute = 0; minute < minutes; minute += 1) {
    const task = `t${minute}`;
    const at = minute * MINUTE;
    if (minute % failing === 0 && minute > 0) {
      made
        .enqueue(at, task)
        .claim(at, task, 1)
        .fail(at + 1_000, task, { fence: 1, class: 'permanent' });
    } else made.done(at, at + 1_000, task);
  }
  return made;
}

describe('abort conditions', () => {
  it('are all clear on a good history', () => {
    expect(episodesOf(steady(120), 120 * MINUTE)).toEqual([]);
  });

  it('AB1 is met when more than 5 % of the tasks of half an hour fail', () => {
    expect(ids(episodesOf(steady(60, 10), 60 * MINUTE))).toEqual(['AB1']);
  });

  it('AB1 is not met at exactly 95 %', () => {
    const made = steady(19);
    made
      .enqueue(19 * MINUTE, 'bad')
      .claim(19 * MINUTE, 'bad', 1)
      .fail(19 * MINUTE, 'bad', { fence: 1, class: 'permanent' });

    expect(episodesOf(made, 20 * MINUTE)).toEqual([]);
  });

  it('AB1 says nothing below twenty tasks', () => {
    expect(episodesOf(steady(19, 2), 19 * MINUTE)).toEqual([]);
  });

  it('AB1 forgets failures older than its window, and the episode ends after five clear minutes', () => {
    const made = steady(30, 5);
    for (let minute = 30; minute < 90; minute += 1)
      made.done(minute * MINUTE, minute * MINUTE + 1_000, `g${minute}`);

    const episodes = episodesOf(made, 90 * MINUTE);

    expect(ids(episodes)).toEqual(['AB1']);
    expect(episodes[0]?.closedAt).toBeGreaterThan(episodes[0]?.openedAt ?? Number.POSITIVE_INFINITY);
    expect(episodes[0]?.closedAt).toBeLessThan(70 * MINUTE);
  });

  it('AB2 is met by one duplicate execution', () => {
    const made = steady(5).complete(5 * MINUTE, 't1', 1);

    expect(ids(episodesOf(made, 6 * MINUTE))).toEqual(['AB2']);
  });

  it('AB3 is met when eligible work stands still for ten minutes', () => {
    const made = steady(2).enqueue(2 * MINUTE, 'stuck');
    for (let minute = 3; minute < 14; minute += 1) {
      const claim = { op: 'claim', args: { worker: 'w1', leaseMs: 60_000 } } as const;
      made.call(minute * MINUTE, claim, { type: 'fail', code: 'BUSY' });
    }

    const episodes = episodesOf(made, 13 * MINUTE);

    expect(episodes).toMatchObject([{ id: 'AB3', openedAt: 12 * MINUTE, value: 10 * MINUTE }]);
  });

  it('AB3 is not met by a wait for a retry, however long', () => {
    const made = new MadeHistory().enqueue(0, 't', { maxRetries: 5 });
    let at = 0;
    for (const [index, backoff] of [60_000, 180_000, 600_000, 600_000].entries()) {
      made
        .claim(at, 't', index + 1)
        .fail(at, 't', { fence: index + 1 })
        .sweep(at, { requeued: ['t'] });
      at += backoff;
      if (index >= 2)
        made.call(at - 1, { op: 'sweep', args: {} }, { type: 'ok', value: { requeued: [], exhausted: [] } });
    }
    made.claim(at, 't', 5).complete(at, 't', 5);

    expect(ids(episodesOf(made, at)).filter((id) => id === 'AB3')).toEqual([]);
  });

  it('AB3 is not met by an empty queue', () => {
    const made = steady(2);
    for (let minute = 2; minute < 40; minute += 1) made.sweep(minute * MINUTE, {});

    expect(episodesOf(made, 39 * MINUTE)).toEqual([]);
  });

  it('AB4 is met by one hard exceed that was let through', () => {
    const made = steady(2)
      .enqueue(2 * MINUTE, 'over')
      .claim(2 * MINUTE, 'over', 1);
    made.report(2 * MINUTE, 'over', { tokens: 3_501, action: 'ALLOW' }).complete(2 * MINUTE, 'over', 1);

    expect(ids(episodesOf(made, 3 * MINUTE))).toEqual(['AB4']);
  });

  it('AB5 is met when the log is silent for a quarter of an hour', () => {
    expect(ids(episodesOf(steady(2), 20 * MINUTE))).toEqual(['AB5']);
  });

  it('AB5 is met when process figures cannot be read for a quarter of an hour', () => {
    expect(ids(episodesOf(steady(30), 30 * MINUTE, () => 5 * MINUTE))).toEqual(['AB5']);
  });
});
