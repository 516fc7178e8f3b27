import { describe, expect, it } from 'vitest';
import { randomFrom } from '../sim/random.js';
import { between, seconds } from './drawn.js';
import * as faults from './faults.js';
import { anyWorker, type Faults, kill, pause } from './faults.js';
import { fillStore, ioError, loseReplies, slowDisk } from './store-faults.js';

const planned = (plan: Faults) => plan(randomFrom(1))[0];

describe('faults of the store and of the way to it', () => {
  it('fill the store as a whole', () => {
    expect(planned(faults.before('complete', { nth: 2 }, fillStore({ for: seconds(5) })))).toEqual({
      kind: 'store-full',
      target: 'store',
      anchor: { op: 'complete', nth: 2, phase: 'pre' },
      forMs: 5000,
    });
  });

  it('fail an actor’s disk at a statement, and at the first when none is named', () => {
    const third = faults.before('fail', { nth: 1 }, ioError('w2', { for: 1, statement: between(3, 3) }));

    expect(planned(third)).toMatchObject({ kind: 'io-error', target: 'w2', statement: 3 });
    expect(planned(faults.before('fail', { nth: 1 }, ioError(anyWorker, { for: 1 })))).toMatchObject({
      statement: 1,
    });
  });

  it('slow the disk under the store as a whole', () => {
    expect(planned(faults.after(9, slowDisk({ commitTakes: between(200, 200), for: seconds(5) })))).toEqual({
      kind: 'slow-disk',
      commitMs: 200,
      target: 'store',
      anchor: { at: 9 },
      forMs: 5000,
    });
  });

  it.each([0, 1.5, 5_001, Number.NaN])('refuse a commit of %d ms, saying what may be', (wait) => {
    expect(() => planned(faults.after(1, slowDisk({ commitTakes: wait, for: 1 })))).toThrow(
      /^slowDisk: commitTakes: expected a whole number/,
    );
    expect(() => planned(faults.after(1, slowDisk({ commitTakes: () => wait, for: 1 })))).toThrow(
      'slowDisk: commitTakes',
    );
  });

  it('lose the answer to a call', () => {
    expect(planned(faults.afterCall('enqueue', { nth: 4 }, loseReplies(anyWorker, { for: 1 })))).toEqual({
      kind: 'reply-lost',
      target: 'any',
      anchor: { op: 'enqueue', nth: 4, phase: 'post' },
      forMs: 1,
    });
  });

  it('kill in the midst of a call', () => {
    expect(planned(faults.during('claim', { nth: 2, statement: 4 }, kill('w1', { for: 10 })))).toEqual({
      kind: 'kill',
      target: 'w1',
      anchor: { op: 'claim', nth: 2, phase: 'mid' },
      forMs: 10,
      statement: 4,
    });
  });

  it('refuse what cannot be struck, naming the field', () => {
    const refused = (plan: Faults) => expect(() => planned(plan));
    const struck = kill(anyWorker, { for: 1 });

    refused(faults.after(1, ioError(anyWorker, { for: 1, statement: 0 }))).toThrow(
      'ioError: statement: expected a whole',
    );
    refused(faults.during('claim', { nth: 0 }, struck)).toThrow('during: nth');
    refused(faults.during('claim', { nth: 1, statement: 0 }, struck)).toThrow(
      'during: statement: expected a whole number of 1 or more',
    );
    refused(faults.during('claim', { nth: 1 }, pause(anyWorker, { for: 1 }))).toThrow(
      "during: strike: expected one of kill, found 'pause'",
    );
    refused(faults.before('claim', { nth: 1 }, fillStore({ for: 0 }))).toThrow('store-full: for');
  });
});
