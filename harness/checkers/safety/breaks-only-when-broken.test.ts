import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { breaksOnlyWhenBroken } from './breaks-only-when-broken.js';

const check = (builder: HistoryBuilder) => breaksOnlyWhenBroken.check(builder.history(), finalRead());

describe('breaks-only-when-broken', () => {
  it('accuses a process that ended although nothing had killed it', () => {
    const history = new HistoryBuilder();
    const asked = history.finish('w1/1', 'T-1', 2);
    const lost = history.lose(asked);

    expect(check(history)).toEqual({
      result: 'violated',
      because: 'complete T-1 fence 2 by w1/1 ended the process, and nothing had killed it',
      witness: [asked, lost],
    });
  });

  it('accuses a system that does not let itself be read back, and points at the call it left unanswered', () => {
    const history = new HistoryBuilder();
    history.enqueue('T');
    const asked = history.ask('auditor/1');
    const lost = history.refuse(asked, 'BUSY');

    const found = breaksOnlyWhenBroken.check(history.history(), { ...finalRead(), unread: 'list was BUSY' });

    expect(found).toEqual({ result: 'violated', because: 'list was BUSY', witness: [asked, lost] });
  });

  it('accuses a system that leaves a call without an answer while nothing is wrong with anybody', () => {
    const history = new HistoryBuilder();
    history.fault('pause', 'w2');
    history.heal('pause', 'w2');
    const asked = history.ask('w1/1');
    const given = history.breakDown(asked, { code: 'TIMEOUT' });

    expect(check(history)).toEqual({
      result: 'violated',
      because: 'claim by w1/1 got no answer, and nothing was wrong with anybody',
      witness: [asked, given],
    });
  });

  it('does not take a kill of another actor for the reason of a silence', () => {
    const history = new HistoryBuilder();
    const asked = history.ask('w1/1');
    history.fault('kill', 'w2');
    history.breakDown(asked, { code: 'TIMEOUT' });

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it.each(['pause', 'slow', 'store-lock'] as const)(
    'takes a %s meanwhile, whoever it struck, for the reason that there was no answer',
    (kind) => {
      const history = new HistoryBuilder();
      const asked = history.ask('w1/1');
      history.fault(kind, 'w2');
      history.breakDown(asked, { code: 'TIMEOUT' });

      expect(check(history)).toMatchObject({ result: 'holds' });
    },
  );

  it.each([
    [9_999, 'holds'],
    [10_000, 'violated'],
  ])('takes what was over for %i ms for the reason of a silence, or no longer: %s', (quietMs, result) => {
    const history = new HistoryBuilder();
    history.fault('store-lock', 'store');
    const asked = history.at(50).ask('w1/1');
    history.at(60).heal('store-lock', 'store');
    history.at(60 + quietMs).fault('store-lock', 'store');
    history.at(20_000).breakDown(asked, { code: 'TIMEOUT' });

    expect(check(history)).toMatchObject({ result });
  });

  it('sees no quiet between faults of which one goes on while another one ends', () => {
    const history = new HistoryBuilder();
    const asked = history.ask('w1/1');
    history.clockFault('fault-start', { id: 'f2', byMs: 5 });
    history.fault('pause', 'w2');
    history.at(5000).heal('pause', 'w2');
    history.at(20_000).breakDown(asked, { code: 'TIMEOUT' });

    expect(check(history)).toMatchObject({ result: 'holds' });
  });

  it.each([
    ['w1', 'holds'],
    ['w2', 'violated'],
  ])('gives an answer that a slow %s has on its way all the time it takes: %s', (slow, result) => {
    const history = new HistoryBuilder();
    history.fault('slow', slow);
    const asked = history.ask('w1/1');
    history.at(100).heal('slow', slow);
    history.at(40_000).breakDown(asked, { code: 'TIMEOUT' });

    expect(check(history)).toMatchObject({ result });
  });

  it('takes a kill for the reason of a loss', () => {
    const history = new HistoryBuilder();
    const asked = history.ask('w1/1');
    history.fault('kill');
    history.lose(asked);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it.each([
    ['a pause', 'pause', 'w1/1'],
    ['the kill of another actor', 'kill', 'w2/1'],
  ] as const)('does not take %s for one', (_, kind, actor) => {
    const history = new HistoryBuilder();
    const asked = history.ask(actor);
    history.fault(kind);
    history.lose(asked);

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it('does not take the kill of an earlier incarnation for one', () => {
    const history = new HistoryBuilder();
    const asked = history.ask('w1/1');
    history.fault('kill');
    history.lose(asked);
    history.lose(history.ask('w1/2'));

    expect(check(history)).toMatchObject({ result: 'violated', witness: [3, 4] });
  });

  it.each(['INTERNAL', 'CORRUPT'] as const)('accuses a call that ended in %s, in its own words', (code) => {
    const history = new HistoryBuilder();
    history.breakDown(history.ask('w1/1'), { code, says: 'TypeError: no such thing' });

    expect(check(history)).toMatchObject({
      result: 'violated',
      because: `claim by w1/1 ended in ${code}: TypeError: no such thing`,
    });
  });

  it('does not take a kill for the reason of a broken answer', () => {
    const history = new HistoryBuilder();
    const asked = history.ask('w1/1');
    history.fault('kill');
    history.breakDown(asked, { code: 'INTERNAL' });

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  it('accuses a refusal as INTERNAL too, whatever it says of its effect', () => {
    const history = new HistoryBuilder();
    history.refuse(history.ask('w1/1'), 'INTERNAL');

    expect(check(history)).toMatchObject({ result: 'violated' });
  });

  describe('of a store that cannot be reached', () => {
    const fails = (history: HistoryBuilder) => history.fault('io-error');
    const mends = (history: HistoryBuilder) => history.heal('io-error');

    it('says nothing while the actor’s disk fails, also when it is mended before the answer', () => {
      const history = new HistoryBuilder();
      fails(history);
      history.refuse(history.ask('w1/1'), 'STORE_UNAVAILABLE');
      const asked = history.ask('w1/1');
      mends(history);
      history.breakDown(asked, { code: 'STORE_UNAVAILABLE' });

      expect(check(history)).toEqual({ result: 'holds', exposure: 2 });
    });

    it('accuses when nobody’s disk failed, another actor’s did, or it was mended before the call', () => {
      const never = new HistoryBuilder();
      never.refuse(never.ask('w1/1'), 'STORE_UNAVAILABLE');
      const anothers = new HistoryBuilder();
      fails(anothers);
      anothers.refuse(anothers.ask('w2/1'), 'STORE_UNAVAILABLE');
      const mended = new HistoryBuilder();
      fails(mended);
      mends(mended);
      mended.refuse(mended.ask('w1/1'), 'STORE_UNAVAILABLE');

      for (const history of [never, anothers, mended])
        expect(check(history)).toMatchObject({ result: 'violated' });
    });

    it('accuses an exception all the same', () => {
      const history = new HistoryBuilder();
      fails(history);
      history.breakDown(history.ask('w1/1'), { code: 'INTERNAL' });

      expect(check(history)).toMatchObject({ result: 'violated' });
    });
  });

  it('leaves refusals the protocol knows alone, and answers that a fault swallowed', () => {
    const history = new HistoryBuilder();
    history.refuse(history.ask('w1/1'), 'BUSY');
    history.loseReply(history.ask('w1/1'));

    expect(check(history)).toEqual({ result: 'holds', exposure: 2 });
  });

  it('knows nothing of a history without answers', () => {
    const history = new HistoryBuilder();
    history.ask('w1/1');

    expect(check(history)).toMatchObject({ result: 'unknown' });
  });
});
