import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder, type SubmissionTerms } from '../../history/by-hand/history-builder.js';
import { backoffKept } from './backoff-kept.js';

const check = (builder: HistoryBuilder) => backoffKept.check(builder.history(), finalRead());

/** The lease of T-1 runs out at 100 ms and is swept at 300; no wait is longer than 200 ms. */
function swept(terms: SubmissionTerms = {}): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T-1', terms);
  history.claim('w1', 'T-1', 1);
  history.at(300).sweep({ requeued: ['T-1'] });
  return history;
}

describe('a retry that is due', () => {
  it('is accused when somebody is told that there is no work', () => {
    const history = swept();
    const nothing = history.at(301).findNothing('w2');
    const late = history.at(360).claim('w2', 'T-1', 2);

    expect(check(history)).toEqual({
      result: 'violated',
      because:
        'task T-1 was due by 300 ms, as its run with fence 1 was over by 100 ms and no wait is longer than 200 ms; and ' +
        'yet w2 found nothing to do at 301 ms',
      witness: [3, 5, nothing, late],
    });
  });

  it('is accused from its failure on', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    history.at(10).fail('w1', 'T-1', 1);
    history.at(20).sweep({ requeued: ['T-1'] });
    history.at(209).findNothing('w2');
    history.at(250).claim('w2', 'T-1', 2);
    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });

    const late = new HistoryBuilder();
    late.enqueue('T-1');
    late.claim('w1', 'T-1', 1);
    late.at(10).fail('w1', 'T-1', 1);
    late.at(20).sweep({ requeued: ['T-1'] });
    late.at(210).findNothing('w2');
    late.at(250).claim('w2', 'T-1', 2);
    expect(check(late)).toMatchObject({ result: 'violated' });
  });

  it('is no accusation of who asked before the sweep was answered, or beside the claim that took it', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    const sweep = history.at(300).begin('d1/1', 'sweep', {});
    history.findNothing('w2');
    history.ok(sweep, { requeued: ['T-1'], exhausted: [] });
    const taking = history.at(301).ask('w2');
    history.findNothing('w3');
    history.give(taking, 'T-1', 2);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it.each<[string, SubmissionTerms, (history: HistoryBuilder) => unknown]>([
    ['waits behind another of its key', { key: 'K' }, () => undefined],
    ['an operator had a hand in', {}, (history) => history.operate('retry', 'T-1')],
  ])('leaves alone what %s', (_, terms, act) => {
    const history = swept(terms);
    act(history);
    history.at(301).findNothing('w2');
    history.at(360).claim('w2', 'T-1', 2);

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it('leaves alone a run that a claim without an answer may have begun', () => {
    const history = swept();
    history.lose(history.ask('w3'));
    history.at(301).findNothing('w2');
    history.at(900).claim('w2', 'T-1', 3);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('takes a heartbeat without an answer for one that may have kept the lease', () => {
    const renewed = (end: (history: HistoryBuilder, beat: number) => unknown) => {
      const history = new HistoryBuilder();
      history.enqueue('T-1');
      history.claim('w1', 'T-1', 1);
      const beat = history.begin('w1.hb', 'heartbeat', { worker: 'w1', task: 'T-1', fence: 1, leaseMs: 100 });
      end(history, beat);
      history.at(300).sweep({ requeued: ['T-1'] });
      history.at(301).findNothing('w2');
      history.at(360).claim('w2', 'T-1', 2);
      return check(history);
    };

    expect(renewed((history, beat) => history.lose(beat))).toMatchObject({ result: 'holds' });
    expect(renewed((history, beat) => history.ok(beat, { leaseUntil: 100 }))).toMatchObject({
      result: 'violated',
    });
    expect(
      renewed((history, beat) => {
        history.lose(beat);
        history.fail('w1', 'T-1', 1);
      }),
    ).toMatchObject({ result: 'violated' });
  });
});
