import { describe, expect, it } from 'vitest';
import type { History, Op } from '../../gates/record/history.js';
import { brokenAssumptions } from './assumptions.js';
import { HistoryBuilder } from './by-hand/history-builder.js';

function history(write: (builder: HistoryBuilder) => void): History {
  const builder = new HistoryBuilder();
  write(builder);
  return builder.history();
}

const good = () =>
  history((builder) => {
    builder.enqueue('T');
    builder.at(5).claim('w1/1', 'T', 1);
    builder.complete('w1/1', 'T', 1);
  });

function changed(change: (ops: Op[]) => void): readonly string[] {
  const { ops, ...rest } = good();
  const copy = structuredClone(ops) as Op[];
  change(copy);
  return brokenAssumptions({ ...rest, ops: copy, trailer: null });
}

describe('what the header says that clocks differ by', () => {
  const stepped = (eps: number) =>
    history((builder) => {
      builder.clocksDifferBy(eps).clockFault('fault-start', { id: 'f1', byMs: -20 });
      builder.clockFault('fault-heal', { id: 'f1', byMs: -20 });
      builder.clockFault('fault-start', { id: 'f2', byMs: 10 });
    });

  it('covers the faults that struck', () => {
    expect(brokenAssumptions(stepped(30))).toEqual([]);
  });

  it('is too little when it does not', () => {
    expect(brokenAssumptions(stepped(29))).toEqual([
      'line 2: fault f2 lets clocks differ by 30 ms, the header says 29',
    ]);
  });
});

describe('what is taken for granted about a history', () => {
  it('holds for an ordinary one', () => {
    expect(brokenAssumptions(good())).toEqual([]);
  });

  it('holds when a call stays open at the end', () => {
    expect(brokenAssumptions(history((builder) => builder.ask('w1/1')))).toEqual([]);
  });

  it('is broken by a gap in the indices', () => {
    expect(changed((ops) => ops.splice(1, 1))).toContain('line 1: expected index 1, found 2');
  });

  it('is broken by time that goes back', () => {
    expect(changed((ops) => Object.assign(ops[5] ?? {}, { at: 2 }))).toEqual([
      'line 5: time goes back from 5 to 2',
    ]);
  });

  it('is broken by a completion without its call', () => {
    expect(changed((ops) => Object.assign(ops[1] ?? {}, { invokedBy: 4 }))).toEqual([
      'line 1: s1/1 completes 4, which is not its open call',
    ]);
  });

  it('is broken by a second call of an actor whose first is open', () => {
    const twoCalls = history((builder) => {
      builder.ask('w1/1');
      builder.ask('w1/1');
    });

    expect(brokenAssumptions(twoCalls)).toEqual(['line 1: w1/1 calls while its call at 0 is open']);
  });

  it('is broken by an actor that is used after its outcome became unknown', () => {
    const undead = history((builder) => {
      builder.lose(builder.ask('w1/1'));
      builder.ask('w1/1');
    });

    expect(brokenAssumptions(undead)).toEqual(['line 2: w1/1 is used after its outcome became unknown at 1']);
  });

  it('is broken by a fault that heals and never started', () => {
    const ops: Op[] = [
      {
        index: 0,
        at: 0,
        actor: 'nemesis',
        type: 'fault-heal',
        fault: { id: 'f9', kind: 'kill', target: 'w1' },
      },
    ];

    expect(brokenAssumptions({ ...good(), ops, trailer: null })).toEqual([
      'line 0: fault f9 heals but never started',
    ]);
  });

  it('is broken by a trailer that counts other lines', () => {
    const { trailer, ...rest } = good();

    expect(
      brokenAssumptions({ ...rest, trailer: { kind: 'trailer', lines: 9, sha256: trailer?.sha256 ?? '' } }),
    ).toEqual(['expected 9 lines as the trailer says, found 6']);
  });

  it('names at most twenty problems', () => {
    expect(
      changed((ops) =>
        ops.unshift(...structuredClone(ops), ...structuredClone(ops), ...structuredClone(ops)),
      ),
    ).toHaveLength(20);
  });
});
