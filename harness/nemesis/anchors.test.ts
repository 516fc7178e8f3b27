import { describe, expect, it } from 'vitest';
import type { PlannedFault } from '../scenario/plan.js';
import { Anchors } from './anchors.js';

const pause = (target: string, nth: number, phase: 'pre' | 'mid' | 'post' = 'pre'): PlannedFault => ({
  id: `${target} ${nth} ${phase}`,
  kind: 'pause',
  target,
  anchor: { op: 'complete', nth, phase },
  forMs: 1,
});

const ids = (faults: readonly PlannedFault[]) => faults.map(({ id }) => id);

describe('faults that hang on a call', () => {
  it('strike whoever makes the nth call when they are aimed at anybody', () => {
    const anchors = new Anchors([pause('any', 2)]);

    expect(ids(anchors.sending('w1', 'complete'))).toEqual([]);
    expect(ids(anchors.sending('w2', 'complete'))).toEqual(['any 2 pre']);
  });

  it('count only their target’s own calls when they are aimed at one', () => {
    const anchors = new Anchors([pause('w2', 2)]);
    const struck = ['w2', 'w1', 'w1', 'w2'].map((actor) => anchors.sending(actor, 'complete').length);

    expect(struck).toEqual([0, 0, 0, 1]);
  });

  it('do not count calls of another operation', () => {
    const anchors = new Anchors([pause('any', 1)]);

    expect(anchors.sending('w1', 'claim')).toEqual([]);
    expect(ids(anchors.sending('w1', 'complete'))).toEqual(['any 1 pre']);
  });

  it('strike after the answer of that very call', () => {
    const anchors = new Anchors([pause('w1', 1, 'post')]);

    expect(anchors.sending('w1', 'complete')).toEqual([]);
    expect(ids(anchors.answered('w1', 'complete'))).toEqual(['w1 1 post']);
  });

  it('strike after the answer of that very call, also when another actor makes the same call meanwhile', () => {
    const anchors = new Anchors([pause('any', 1, 'post')]);
    anchors.sending('w1', 'complete');
    anchors.sending('w2', 'complete');

    expect(ids(anchors.answered('w2', 'complete'))).toEqual([]);
    expect(ids(anchors.answered('w1', 'complete'))).toEqual(['any 1 post']);
  });

  it('strike in the middle of that very call', () => {
    const anchors = new Anchors([pause('any', 2, 'mid')]);
    anchors.sending('w1', 'complete');
    const first = anchors.during('w1', 'complete');
    anchors.sending('w2', 'complete');

    expect([ids(first), ids(anchors.during('w2', 'complete'))]).toEqual([[], ['any 2 mid']]);
  });

  it('strike at a statement of that very call, and neither before nor after it', () => {
    const fault: PlannedFault = { ...pause('any', 2, 'mid'), kind: 'kill', statement: 3 };
    const anchors = new Anchors([fault]);
    anchors.sending('w1', 'complete');

    expect(ids(anchors.within('w1', 'complete'))).toEqual([]);
    expect(ids(anchors.sending('w2', 'complete'))).toEqual([]);
    expect(ids(anchors.during('w2', 'complete'))).toEqual([]);
    expect(ids(anchors.within('w2', 'complete'))).toEqual(['any 2 mid']);
    expect([ids(anchors.answered('w2', 'complete')), anchors.left]).toEqual([[], 0]);
  });

  it('wait for the next call of the actor when the one they hang on was never sent', () => {
    const anchors = new Anchors([pause('w1', 1, 'post'), pause('any', 1, 'post')]);
    for (const actor of ['w1', 'w2', 'w1']) anchors.sending(actor, 'complete');

    expect(anchors.answered('w2', 'complete')).toEqual([]);
    expect(ids(anchors.answered('w1', 'complete'))).toEqual(['any 1 post', 'w1 1 post']);
  });

  it('strike at the next call of the actor when they are put off', () => {
    const first = pause('any', 1);
    const anchors = new Anchors([first]);
    anchors.sending('w1', 'complete');
    anchors.putOff(first, 'w1');

    expect(anchors.left).toBe(1);
    expect(anchors.sending('w2', 'complete')).toEqual([]);
    expect(ids(anchors.sending('w1', 'complete'))).toEqual(['any 1 pre']);
  });

  it('strike once', () => {
    const anchors = new Anchors([pause('w1', 1, 'post')]);
    anchors.sending('w1', 'complete');
    anchors.answered('w1', 'complete');

    expect([anchors.answered('w1', 'complete').length, anchors.left]).toEqual([0, 0]);
  });

  it.each(['store-lock', 'store-full'] as const)('hang on anybody’s call when they are a %s', (kind) => {
    const lock: PlannedFault = { ...pause('store', 1), kind };

    expect(new Anchors([lock]).sending('s1', 'complete')).toEqual([lock]);
  });

  it('are none when all faults have instants', () => {
    expect(new Anchors([{ ...pause('w1', 1), anchor: { at: 5 } }]).left).toBe(0);
  });
});
