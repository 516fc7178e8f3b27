import { describe, expect, it } from 'vitest';
import { Busy, LeaseLost } from '../../errors.js';
import { groupCommit } from './group-commit.js';

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
    const { write } = groupCommit(commit);

    const answers = await Promise.all([1, 2, 3].map((value) => write(() => done(value))));

    expect(answers).toEqual([1, 2, 3]);
    expect(sizes).toEqual([3]);
  });

  it('answers nobody before the commit', async () => {
    const seen: string[] = [];
    const { write } = groupCommit((body) => {
      body();
      seen.push('committed');
    });

    await write(() => seen.push('changed')).then(() => seen.push('answered'));

    expect(seen).toEqual(['changed', 'committed', 'answered']);
  });

  it('lets a refusal reach its own caller only, and keeps what was written beside it', async () => {
    const { commit, sizes, done } = counting();
    const { write } = groupCommit(commit);

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
    const { write } = groupCommit(commit);

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

  it('tells every caller of a locked store, and tries none of them again by itself', async () => {
    const { commit, sizes } = counting(() => new Busy('locked'));
    const { write } = groupCommit(commit);

    const outcomes = await Promise.allSettled([write(() => 1), write(() => 2)]);

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(sizes).toEqual([]);
  });

  it('keeps a transaction short: a crowd is committed in parts', async () => {
    const { commit, sizes, done } = counting();
    const { write } = groupCommit(commit);

    await Promise.all(Array.from({ length: 250 }, (_, value) => write(() => done(value))));

    expect(sizes).toEqual([100, 100, 50]);
  });

  it('commits what is asked for when it is told to flush', () => {
    const { commit, sizes, done } = counting();
    const { write, flush } = groupCommit(commit);
    void write(() => done(1));

    flush();

    expect(sizes).toEqual([1]);
  });
});
