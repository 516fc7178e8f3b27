import { describe, expect, it } from 'vitest';
import type { InjectedFault } from '../../gates/record/history.js';
import { HistoryBuilder } from '../history/by-hand/history-builder.js';
import { KILL_MARKS, killMarks } from './kill-marks.js';

type At = NonNullable<InjectedFault['call']>;

/** The marks that were reached. */
function reached(history: HistoryBuilder): readonly string[] {
  const marks = killMarks(history.history().ops);
  return KILL_MARKS.filter((mark) => marks[mark] > 0);
}

/** w1 completes T and is killed while the call is open. */
function killed(call: At, target = 'w1'): HistoryBuilder {
  const history = new HistoryBuilder();
  history.finish('w1/1', 'T', 1);
  history.killAt(call, target);
  return history;
}

describe('marks of kills at a call', () => {
  it('tell one in the midst of a call from one before its answer is seen', () => {
    expect(reached(killed({ op: 'complete', phase: 'mid' }))).toEqual(['killed-within-complete']);
    expect(reached(killed({ op: 'complete', phase: 'post' }))).toEqual(['killed-after-complete']);
  });

  it('count one before a call is sent, when no call is open', () => {
    const history = new HistoryBuilder();
    history.killAt({ op: 'claim', phase: 'pre' });

    expect(reached(history)).toEqual(['killed-before-claim']);
  });

  it.each<[string, HistoryBuilder]>([
    ['a call that was over', killedAfterItsAnswer()],
    ['a call of another actor', killed({ op: 'complete', phase: 'mid' }, 'w2')],
    ['another call', killed({ op: 'claim', phase: 'mid' })],
    ['a call that no mark tells of', killed({ op: 'heartbeat', phase: 'pre' })],
    ['no call', new HistoryBuilder()],
  ])('do not count a kill at %s', (_, history) => {
    history.fault('kill');

    expect(reached(history)).toEqual([]);
  });
});

function killedAfterItsAnswer(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.complete('w1/1', 'T', 1);
  history.killAt({ op: 'complete', phase: 'mid' });
  return history;
}
