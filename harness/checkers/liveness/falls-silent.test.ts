import { describe, expect, it } from 'vitest';
import type { SystemEvent } from '../../../gates/record/history.js';
import { event, finalRead, HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { fallsSilent } from './falls-silent.js';

const check = (builder: HistoryBuilder, ...events: readonly SystemEvent[]) =>
  fallsSilent.check(builder.history(), finalRead([], events));

/** Lines: 0-1 enqueue, 2 heal, 3 drained at 100 ms. */
function drained(mode: 'simulated' | 'real' = 'simulated'): HistoryBuilder {
  const history = new HistoryBuilder(mode);
  history.enqueue('T');
  history.mark('heal');
  history.at(100).mark('drained');
  return history;
}

const verdict = (at: number) => ({ ...event('9 T 1 ->-', 'guardrail'), at });

describe('falls-silent', () => {
  it('holds when claims find nothing and sweeps move nothing', () => {
    const history = drained();
    history.findNothing('w1/1');
    history.sweep();

    expect(check(history, verdict(100))).toEqual({ result: 'holds', exposure: 2 });
  });

  it.each<[string, (history: HistoryBuilder) => number]>([
    ['sweep by d1/1', (history) => history.sweep({ requeued: ['T'] })],
    ['sweep by d1/1', (history) => history.sweep({ exhausted: ['T'] })],
    ['claim by w1/1', (history) => history.claim('w1/1', 'T', 2)],
    ['complete by w1/1', (history) => history.complete('w1/1', 'T', 1)],
    ['fail by w1/1', (history) => history.fail('w1/1', 'T', 1)],
  ])('accuses a %s that moves a task', (what, moves) => {
    const history = drained();
    moves(history);

    expect(check(history)).toEqual({
      result: 'violated',
      because: `${what} moved task T after everything had reached its end`,
      witness: [3, 5],
    });
  });

  it('accuses an event log that grows on', () => {
    const history = drained();
    history.at(120).sweep();

    expect(check(history, verdict(90), verdict(101), verdict(120))).toEqual({
      result: 'violated',
      because:
        'the event log grew by 2 after everything had reached its end, first by guardrail of task T 1 ms later',
      witness: [3, 5],
    });
  });

  it.each<[string, (history: HistoryBuilder) => void]>([
    ['a settlement is refused', (history) => history.refuse(history.finish('w1/1', 'T', 1), 'LEASE_LOST')],
    ['a call that moved it was under way when the queue was found drained', () => undefined],
  ])('does not accuse when %s', (_what, happens) => {
    const history = new HistoryBuilder();
    history.mark('heal');
    const asked = history.finish('w2/1', 'T', 1);
    history.at(100).mark('drained');
    history.ok(asked);
    happens(history);
    history.sweep();

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('does not accuse when the outcome of a submission or a command is unknown', () => {
    const history = new HistoryBuilder();
    history.lose(history.submit('T'));
    history.mark('heal');
    history.mark('drained');
    history.claim('w1/1', 'T', 1);

    expect(check(history, verdict(50))).toEqual({ result: 'holds', exposure: 1 });
  });

  it('does not accuse when a late call of a holder was refused, which the log tells of', () => {
    const history = new HistoryBuilder();
    history.enqueue('T');
    history.claim('w1/1', 'T', 1);
    history.mark('heal');
    const late = history.finish('w1/1', 'T', 1);
    history.mark('drained');
    history.at(50).refuse(late, 'LEASE_LOST');
    history.sweep();

    expect(check(history, verdict(50))).toEqual({ result: 'holds', exposure: 1 });
  });

  it('allows for the two clocks of a real run', () => {
    const history = drained('real');
    history.sweep();

    expect(check(history, verdict(105)).result).toBe('holds');
    expect(check(history, verdict(106)).result).toBe('violated');
  });

  it('has nothing to judge when the queue never drained', () => {
    const history = new HistoryBuilder();
    history.mark('heal');

    expect(check(history)).toEqual({
      result: 'unknown',
      because: 'nothing to judge: the queue never drained',
    });
  });

  it('has nothing to judge when nobody looked after the drain', () => {
    expect(check(drained())).toEqual({
      result: 'unknown',
      because: 'nothing to judge: nobody asked for work or swept after the queue had drained',
    });
  });
});
