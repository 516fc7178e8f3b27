import { describe, expect, it } from 'vitest';
import { Busy, LeaseLost, StoreUnavailable } from '../../../errors.js';
import { type EpochMs, type MonotonicMs, milliseconds } from '../../../time.js';
import { type GroupTerms, groupCommit } from './group-commit.js';

/** Groups over `commit` with a clock that moves only while somebody waits. */
function grouped(commit: GroupTerms['commit'], patienceMs = 5) {
  let time = 0;
  const givenUp: number[] = [];
  const group = groupCommit({
    commit,
    clock: {
      now: () => time as EpochMs,
      elapsed: () => time as MonotonicMs,
      async sleep(ms) {
        time += ms;
      },
    },
    patience: milliseconds(patienceMs),
    onGivenUp: () => givenUp.push(time),
  });
  return { ...group, givenUp };
}

/** A commit that notes how many bodies each transaction carried, and undoes nothing. */
function counting(refuse: (nth: number) => Error | null = () => null) {
  const sizes: number[] = [];
  let nth = 0;
  let size = 0;
  const commit = (body: () => void) => {
    nth += 1;
    const refusal = refuse(nth);
    if (refusal) throw refusal;
    size = 0;
    body();
    sizes.push(size);
  };
  const done = <T>(value: T) => {
    size += 1;
    return value;
  };
  return { commit, sizes, done };
}

describe('group commit', () => {
  it('commits the calls of one turn together, and answers each', async () => {
    const { commit, sizes, done } = counting();
    const { write } = grouped(commit);

    const answers = await Promise.all([1, 2, 3].map((value) => write(() => done(value))));

    expect(answers).toEqual([1, 2, 3]);
    expect(sizes).toEqual([3]);
  });

  it('answers nobody before the commit', async () => {
    const seen: string[] = [];
    const { write } = grouped((body) => {
      body();
      seen.push('committed');
    });

    await write(() => seen.push('changed')).then(() => seen.push('answered'));

    expect(seen).toEqual(['changed', 'committed', 'answered']);
  });

  it('lets a refusal reach its own caller only, and keeps what was written beside it', async () => {
    const { commit, sizes, done } = counting();
    const { write } = grouped(commit);

    const outcomes = await Promise.allSettled([
      write(() => done(1)),
      write(() => done(new LeaseLost('lost'))),
      write(() => done(3)),
    ]);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sizes).toEqual([3]);
  });

  it('does each call alone when one of them fails, so that only that one fails', async () => {
    const { commit, sizes, done } = counting();
    const { write } = grouped(commit);

    const outcomes = await Promise.allSettled([
      write(() => done(1)),
      write(() => {
        throw new Error('mine');
      }),
      write(() => done(3)),
    ]);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sizes).toEqual([1, 1]);
  });

  it('waits for a locked store, and answers everybody once it is free', async () => {
    const { commit, sizes, done } = counting((nth) => (nth < 4 ? new Busy('locked') : null));
    const { write, givenUp } = grouped(commit);

    const answers = await Promise.all([1, 2].map((value) => write(() => done(value))));

    expect(answers).toEqual([1, 2]);
    expect(sizes).toEqual([2]);
    expect(givenUp).toEqual([]);
  });

  it('takes calls that came while it waited into the same transaction', async () => {
    const later: Promise<number>[] = [];
    const { commit, sizes, done } = counting((nth) => {
      if (nth > 1) return null;
      later.push(write(() => done(2)));
      return new Busy('locked');
    });
    const { write } = grouped(commit);

    await write(() => done(1));

    expect(await Promise.all(later)).toEqual([2]);
    expect(sizes).toEqual([2]);
  });

  it('tells every caller of a store that stays locked beyond its patience, and counts them', async () => {
    const { commit, sizes } = counting(() => new Busy('locked'));
    const { write, givenUp } = grouped(commit);

    const outcomes = await Promise.allSettled([write(() => 1), write(() => 2)]);

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(sizes).toEqual([]);
    expect(givenUp).toEqual([5, 5]);
  });

  it('gives up at once what finds the store locked when it is told to flush', async () => {
    const { commit } = counting(() => new Busy('locked'));
    const { write, flush } = grouped(commit);
    const outcome = write(() => 1);

    flush();

    await expect(outcome).rejects.toMatchObject({ code: 'BUSY' });
  });

  it('keeps a transaction short: a crowd is committed in parts', async () => {
    const { commit, sizes, done } = counting();
    const { write } = grouped(commit);

    await Promise.all(Array.from({ length: 250 }, (_, value) => write(() => done(value))));

    expect(sizes).toEqual([100, 100, 50]);
  });

  it('commits what is asked for when it is told to flush', () => {
    const { commit, sizes, done } = counting();
    const { write, flush } = grouped(commit);
    void write(() => done(1));

    flush();

    expect(sizes).toEqual([1]);
  });

  it('does not do again what a commit on a failing disk may have done: all of that group hear so', async () => {
    const doubtful = new StoreUnavailable('the disk failed', { effect: 'unknown' });
    let commits = 0;
    const { write } = grouped((body) => {
      commits += 1;
      body();
      throw doubtful;
    });

    const outcomes = await Promise.allSettled([1, 2].map((value) => write(() => value)));

    expect(outcomes).toEqual([1, 2].map(() => ({ status: 'rejected', reason: doubtful })));
    expect(commits).toBe(1);
  });
});
