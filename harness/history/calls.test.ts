import { describe, expect, it } from 'vitest';
import { HistoryBuilder } from './by-hand/history-builder.js';
import { callsOf, isOk, lineOf, mayHaveHappened, precedes } from './calls.js';

describe('calls', () => {
  it('pairs each call with its ending, in order of invocation', () => {
    const history = new HistoryBuilder();
    const claim = history.at(5).ask('w1');
    history.at(6).refuse(history.submit('T-1'), 'BUSY');
    history.at(9).give(claim, 'T-2', 1);

    const [first, second] = callsOf(history.history());

    expect(first).toMatchObject({ op: 'claim', outcome: 'ok', invoke: 0, end: 3, invokedAt: 5, endedAt: 9 });
    expect(second).toMatchObject({ op: 'enqueue', outcome: 'fail', code: 'BUSY', invoke: 1, end: 2 });
  });

  it('never ends an open call, nor one whose answer was lost', () => {
    const history = new HistoryBuilder();
    history.ask('w1');
    history.lose(history.ask('w2'));

    const [open, lost] = callsOf(history.history());

    expect(open).toMatchObject({ outcome: 'unknown', end: Infinity });
    expect(lost).toMatchObject({ outcome: 'unknown', end: Infinity });
    expect(open && [lineOf(open), mayHaveHappened(open), precedes(open, { invoke: 1e9 })]).toEqual([
      0,
      true,
      false,
    ]);
  });

  it('knows what was acknowledged, what was refused, and what ended first', () => {
    const history = new HistoryBuilder();
    const acknowledged = history.enqueue('T-1');
    history.refuse(history.submit('T-2'), 'BUSY');

    const [ok, refused] = callsOf(history.history());

    if (!ok || !refused) throw new Error('expected two calls');
    expect([isOk(ok), mayHaveHappened(ok), lineOf(ok)]).toEqual([true, true, acknowledged]);
    expect([isOk(refused), mayHaveHappened(refused)]).toEqual([false, false]);
    expect([precedes(ok, refused), precedes(refused, ok)]).toEqual([true, false]);
  });

  it('pairs a history once', () => {
    const history = new HistoryBuilder().history();

    expect(callsOf(history)).toBe(callsOf(history));
  });

  it('refuses a completion without an open call', () => {
    const twice = new HistoryBuilder();
    const claim = twice.ask('w1');
    twice.ok(claim);
    twice.ok(claim);
    const orphan = new HistoryBuilder();
    orphan.ok(7);

    expect(() => callsOf(twice.history())).toThrow('expected line 2 to end an open call, but line 0 is none');
    expect(() => callsOf(orphan.history())).toThrow('line 7 is none');
  });
});
