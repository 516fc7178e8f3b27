import { describe, expect, it } from 'vitest';
import type { Operation } from '../../gates/record/history.js';
import { randomFrom } from '../sim/random.js';
import { between, minutes, seconds } from './drawn.js';
import * as faults from './faults.js';
import { anyWorker, every, type Faults, kill, lockStore, pause } from './faults.js';

const planned = (plan: Faults) => plan(randomFrom(1));

describe('faults', () => {
  it('strike at an instant', () => {
    expect(planned(faults.after(minutes(2), lockStore({ for: seconds(3) })))).toEqual([
      { kind: 'store-lock', target: 'store', anchor: { at: 120_000 }, forMs: 3000 },
    ]);
  });

  it('strike once in every interval, somewhere in it', () => {
    const strikes = planned(every(seconds(45), kill(anyWorker, { for: seconds(1) }), { times: 5 }));
    const instants = strikes.map(({ anchor }) => ('at' in anchor ? anchor.at : Number.NaN));

    expect(instants.map((at) => Math.floor(at / 45_000))).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(instants.map((at) => at % 45_000)).size).toBe(5);
  });

  it('strike before and after the nth call of an operation', () => {
    expect(planned(faults.before('complete', { nth: 3 }, pause(anyWorker, { for: minutes(1) })))).toEqual([
      { kind: 'pause', target: 'any', anchor: { op: 'complete', nth: 3, phase: 'pre' }, forMs: 60_000 },
    ]);
    expect(planned(faults.afterCall('claim', { nth: between(2, 2) }, kill('w2', { for: 1 })))).toMatchObject([
      { target: 'w2', anchor: { op: 'claim', nth: 2, phase: 'post' } },
    ]);
  });

  it('draw how long they last', () => {
    const [fault] = planned(faults.after(0, lockStore({ for: between(7, 7) })));

    expect(fault?.forMs).toBe(7);
  });

  it('refuse what cannot be struck, naming the field', () => {
    const refused = (plan: Faults) => expect(() => planned(plan));

    refused(every(0, lockStore({ for: 1 }), { times: 1 })).toThrow('every: interval');
    refused(every(1, lockStore({ for: 1 }), { times: 0 })).toThrow('every: times');
    refused(faults.before('claim', { nth: 0 }, lockStore({ for: 1 }))).toThrow('before: nth');
    refused(faults.before('list', { nth: 1 }, lockStore({ for: 1 }))).toThrow(
      'before: expected one of enqueue, ',
    );
    refused(faults.afterCall('events', { nth: 1 }, lockStore({ for: 1 }))).toThrow("found 'events'");
    refused(faults.afterCall('settle' as Operation, { nth: 1 }, lockStore({ for: 1 }))).toThrow(
      'afterCall: expected one of enqueue, claim, ',
    );
    refused(faults.after(0, lockStore({ for: 0 }))).toThrow('store-lock: for: expected a length');
  });
});
