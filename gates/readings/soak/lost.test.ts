import { describe, expect, it } from 'vitest';
import { readScript } from '../../testing/replayed.js';
import { KNOBS, RunScript } from '../../testing/run-script.js';
import { lossAccusations, lossesIn } from './lost.js';

const script = () => new RunScript({ scenario: 'soak-smoke' }).enqueue('good').work('w1/1', 'good');
const lost = (told: RunScript) => lossesIn(readScript(told)).lost?.map(({ task }) => task) ?? null;
const healed = (told: RunScript) => {
  told.add('nemesis', { type: 'mark', mark: 'heal' });
  return told;
};
const overdue = () => script().enqueue('t').claim('w1/1', 't').failTransient('w1/1', 't').pass(60_000);

describe('a task is lost', () => {
  it.each<readonly [string, () => RunScript]>([
    ['whose retry never comes', overdue],
    ['that nobody ever claimed', () => script().enqueue('t')],
    ['that was put back and never claimed again', () => overdue().requeue('t')],
    ['that still runs', () => script().enqueue('t').claim('w1/1', 't')],
  ])('%s', (_what, told) => {
    expect(lost(told().drained())).toEqual(['t']);
  });

  it('that is not in the final state at all', () => {
    const told = script().enqueue('t').work('w1/1', 't').drained();
    told.rows.delete('t');

    expect(lost(told)).toEqual(['t']);
  });

  it('that somebody was given, although its submitter never heard of it', () => {
    const told = new RunScript({ scenario: 'soak-smoke' }).enqueue('t').claim('w1/1', 't').drained();
    told.ops[1] = { index: 1, at: 1, actor: 's1/1', type: 'info', invokedBy: 0, code: 'TIMEOUT' };

    expect(lost(told)).toEqual(['t']);
  });
});

describe('a task is not lost', () => {
  it('that was never accepted, as far as anybody knows', () => {
    const told = script();
    const task = { id: 't', priority: 'P1' as const, task: 't' };
    told.add('s1/1', { type: 'invoke', call: { op: 'enqueue', args: { task } } });

    expect(lost(told.drained())).toEqual([]);
  });

  it.each<readonly [string, () => RunScript]>([
    [
      'that failed for good',
      () => script().enqueue('t', { maxRetries: 0 }).claim('w1/1', 't').failTransient('w1/1', 't'),
    ],
    [
      'that waits for a person',
      () => script().enqueue('t').claim('w1/1', 't').report('w1/1', 't', { tokens: 9_999, action: 'BLOCK' }),
    ],
    ['whose retry came at last', () => overdue().requeue('t').work('w1/1', 't')],
  ])('%s', (_what, told) => {
    expect(lost(told().drained())).toEqual([]);
  });
});

describe('whether a task is lost', () => {
  it('nobody knows of a run that was ended before it was healed', () => {
    expect(lost(overdue())).toBeNull();
  });

  it('nobody knows of a run whose drain was cut short', () => {
    expect(lost(healed(overdue()))).toBeNull();
  });

  it('is known once the drain took all the time it may take', () => {
    const told = healed(overdue()).pass(KNOBS.drainMs);
    told.claim('w2/1', 't');

    expect(lost(told)).toEqual(['t']);
  });
});

describe('the accusation of a lost task', () => {
  it('names it, how it was left, and the line that submitted it', () => {
    const told = overdue().drained();
    const [accusation, ...others] = lossAccusations(readScript(told));

    expect(others).toEqual([]);
    expect(accusation).toMatchObject({
      code: 'TASK_LOST',
      invariant: 'INV-11',
      because: expect.stringContaining('left it FAILED, with a retry to come'),
    });
    const [line] = accusation?.witness ?? [];
    expect(told.ops[line ?? -1]).toMatchObject({ type: 'invoke', call: { op: 'enqueue' } });
  });

  it('leaves to the replay what is not there at all', () => {
    const told = script().enqueue('t').work('w1/1', 't').drained();
    told.rows.delete('t');

    expect(lossAccusations(readScript(told))).toEqual([]);
  });
});
