import { describe, expect, it } from 'vitest';
import type { InjectedFault } from '../../gates/record/history.js';
import { Troubles } from './troubles.js';

const full: InjectedFault = { id: 'f1', kind: 'store-full', target: 'store' };
const failing = (target: string, statement: number): InjectedFault => ({
  id: `${target} ${statement}`,
  kind: 'io-error',
  target,
  statement,
});

describe('what a call meets', () => {
  it('is nothing while no fault is on', () => {
    expect(new Troubles().of('w1')).toBeNull();
  });

  it('is a full store for everybody, until that fault ends', () => {
    const troubles = new Troubles();
    const end = troubles.begin(full);

    expect([troubles.of('w1'), troubles.of('s1')]).toEqual([{ storeFull: true }, { storeFull: true }]);
    end();
    expect(troubles.of('w1')).toBeNull();
  });

  it('is a failing disk for its actor alone, from the earliest statement of several faults', () => {
    const troubles = new Troubles();
    troubles.begin(failing('w1', 4));
    const end = troubles.begin(failing('w1', 2));

    expect([troubles.of('w1'), troubles.of('w2')]).toEqual([{ ioErrorAt: 2 }, null]);
    end();
    expect(troubles.of('w1')).toEqual({ ioErrorAt: 4 });
  });

  it('is a slow disk for everybody, as slow as the slowest of several faults', () => {
    const troubles = new Troubles();
    troubles.begin({ id: 'f1', kind: 'slow-disk', target: 'store', commitMs: 30 });
    const end = troubles.begin({ id: 'f2', kind: 'slow-disk', target: 'store', commitMs: 200 });

    expect([troubles.of('w1'), troubles.of('s1')]).toEqual([{ commitMs: 200 }, { commitMs: 200 }]);
    end();
    expect(troubles.of('w1')).toEqual({ commitMs: 30 });
  });

  it('is both at once where both are on', () => {
    const troubles = new Troubles();
    troubles.begin(full);
    troubles.begin(failing('w1', 1));

    expect(troubles.of('w1')).toEqual({ storeFull: true, ioErrorAt: 1 });
  });

  it('goes on while another fault of the same kind is on', () => {
    const troubles = new Troubles();
    const end = troubles.begin(full);
    troubles.begin({ ...full, id: 'f2' });
    end();

    expect(troubles.of('w1')).toEqual({ storeFull: true });
  });

  it('has its answer lost on the way to the actor of that fault alone', () => {
    const troubles = new Troubles();
    const end = troubles.begin({ id: 'f1', kind: 'reply-lost', target: 'w1' });

    expect([troubles.losesReplyTo('w1'), troubles.losesReplyTo('w2'), troubles.of('w1')]).toEqual([
      true,
      false,
      null,
    ]);
    end();
    expect(troubles.losesReplyTo('w1')).toBe(false);
  });
});
