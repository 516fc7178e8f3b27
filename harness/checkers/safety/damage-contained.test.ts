import { describe, expect, it } from 'vitest';
import type { SystemEvent, TaskRow } from '../../../gates/record/history.js';
import { event, finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { damageContained } from './damage-contained.js';

/** T-1 is claimed by w1; T-2 is nobody's concern but its submitter's. */
function begun(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T-1');
  history.enqueue('T-2', { key: 'K' });
  history.claim('w1/1', 'T-1', 1);
  return history;
}

const ended = (status: TaskRow['status'], task = 'T-1') => [row(task, { status })];
const logged = (...steps: readonly string[]): readonly SystemEvent[] => steps.map((step) => event(step));
const check = (history: HistoryBuilder, rows: readonly TaskRow[], events: readonly SystemEvent[] = []) =>
  damageContained.check(history.history(), finalRead(rows, events));

describe('damage-contained', () => {
  it('accuses a failure of a task that nobody failed and no sweep named', () => {
    const history = begun();
    history.sweep({ exhausted: ['T-2'] });

    expect(check(history, ended('FAILED'))).toEqual({
      result: 'violated',
      because:
        'task T-1 became FAILED in run 1 although nothing that was asked of it leads there: it bears the damage of another',
      witness: [1, 5],
    });
  });

  it.each(['DONE', 'BLOCKED'] as const)('accuses an end as %s that nobody asked for', (status) => {
    const history = begun();
    history.complete('w1/1', 'T-2', 1);
    history.report('w1/1', { task: 'T-2', fence: 1, tokens: 3501 }, 'BLOCK');

    expect(check(history, ended(status))).toMatchObject({ result: 'violated' });
  });

  it('accuses an end in the middle of the log, also when an operator mended it later', () => {
    const history = begun();
    history.operate('retry', 'T-1');
    const log = logged('1 T-1 0 ->PENDING', '2 T-1 1 PENDING>IN_PROGRESS', '3 T-1 1 IN_PROGRESS>FAILED');

    expect(check(history, ended('PENDING'), log)).toMatchObject({ result: 'violated' });
  });

  it('accuses an end of another run than the one that was settled', () => {
    const history = begun();
    history.fail('w1/1', 'T-1', 1);
    history.claim('w2/1', 'T-1', 2);

    expect(check(history, [row('T-1', { status: 'FAILED', run: 2 })])).toMatchObject({ result: 'violated' });
  });

  it.each([
    ['FAILED', 'its holder failed it', (history: HistoryBuilder) => history.failForGood('w1/1', 'T-1', 1)],
    ['FAILED', 'a failure went unanswered', (history) => history.lose(history.giveUp('w1/1', 'T-1', 1))],
    ['FAILED', 'a sweep named it', (history) => history.sweep({ exhausted: ['T-1'] })],
    ['FAILED', 'a sweep went unanswered', (history) => history.lose(history.begin('d1/1', 'sweep', {}))],
    ['DONE', 'its holder completed it', (history) => history.complete('w1/1', 'T-1', 1)],
    ['BLOCKED', 'an operator cancelled it', (history) => history.operate('cancel', 'T-1', 'BLOCKED')],
    [
      'BLOCKED',
      'a report was too large',
      (history) => history.report('w1/1', { task: 'T-1', fence: 1, tokens: 3501 }, 'BLOCK'),
    ],
  ] satisfies [TaskRow['status'], string, (history: HistoryBuilder) => number][])(
    'accepts %s when %s',
    (status, _, act) => {
      const history = begun();
      act(history);

      expect(check(history, ended(status))).toEqual({ result: 'holds', exposure: 1 });
    },
  );

  it('accepts the failure of a run whose claim went unanswered', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.lose(history.ask('w1/1'));
    history.lose(history.giveUp('w1/2', 'T-1', 1));

    expect(check(history, ended('FAILED'))).toMatchObject({ result: 'holds' });
  });

  it('takes a report at the limit for no reason to block', () => {
    const history = begun();
    history.report('w1/1', { task: 'T-1', fence: 1, tokens: 3500 }, 'SUMMARIZE');

    expect(check(history, ended('BLOCKED'))).toMatchObject({ result: 'violated' });
  });

  it('leaves duplicates that are done with their twin, and refusals that were none, to the other checks', () => {
    const history = begun();
    history.refuse(history.giveUp('w1/1', 'T-1', 1), 'BUSY');
    const twin = row('T-2', { run: 0, idempotencyKey: 'K' });

    expect(check(history, [...ended('FAILED'), twin])).toEqual({ result: 'holds', exposure: 2 });
  });

  it('takes a refusal that came after the end for no explanation of it', () => {
    const history = begun();
    history.at(50).refuse(history.giveUp('w1/1', 'T-1', 1), 'LEASE_LOST');
    const log = logged('1 T-1 1 IN_PROGRESS>FAILED');

    expect(check(history, ended('FAILED'), log)).toMatchObject({ result: 'violated' });
  });

  it('is unknown when no task came to an end', () => {
    expect(check(begun(), ended('IN_PROGRESS'))).toEqual({
      result: 'unknown',
      because: 'nothing to judge: no task came to an end',
    });
  });
});
