import { describe, expect, it } from 'vitest';
import { HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { runsKeptApart } from './runs-kept-apart.js';

const check = (builder: HistoryBuilder) => runsKeptApart.check(builder.history(), { tasks: [], events: [] });

const BEAT = { worker: 'w1', task: 'T', fence: 1, leaseMs: 100 };

/** The task T is claimed and worked on by w1 from 0 ms: its lease is good until 100 ms. */
function atWork(mode: 'simulated' | 'real' = 'simulated'): HistoryBuilder {
  const history = new HistoryBuilder(mode);
  history.enqueue('T');
  history.claim('w1/1', 'T', 1);
  history.startWork('w1/1', 'T', 1);
  return history;
}

/** Somebody else is given the task at `at` ms and works on it. */
function second(history: HistoryBuilder, at: number): HistoryBuilder {
  history.at(at).claim('w2/1', 'T', 2);
  history.startWork('w2/1', 'T', 2);
  return history;
}

describe('runs-kept-apart', () => {
  it('accuses two runs at the same time while the lease of the first is alive', () => {
    expect(check(second(atWork(), 50))).toEqual({
      result: 'violated',
      because:
        'task T was worked on twice at the same time: by w1/1 with fence 1, whose lease was alive, ' +
        'and by w2/1 with fence 2',
      witness: [4, 7],
    });
  });

  it('accuses two runs at the same time after a lease ran out under a holder that nothing held up', () => {
    const result = check(second(atWork(), 150));

    expect(result).toMatchObject({ result: 'violated', witness: [4, 7] });
    expect(result).toHaveProperty(
      'because',
      expect.stringContaining('whom nothing had kept from prolonging its lease'),
    );
  });

  it('accuses two that share a fence, and one whose work began before that of the older claim', () => {
    const shared = atWork();
    shared.at(50).claim('w2/1', 'T', 1);
    shared.startWork('w2/1', 'T', 1);
    const late = new HistoryBuilder();
    late.claim('w1/1', 'T', 1);
    late.at(50).claim('w2/1', 'T', 2);
    late.startWork('w2/1', 'T', 2);
    late.startWork('w1/1', 'T', 1);

    expect(check(shared)).toMatchObject({ result: 'violated' });
    expect(check(late)).toMatchObject({ result: 'violated' });
  });

  it('allows the second run once the work of the first is over, though its lease is not', () => {
    const history = atWork();
    history.endWork('w1/1', 'T', 1);

    expect(check(second(history, 50))).toMatchObject({ result: 'unknown' });
  });

  it.each([
    ['held up', 'pause', 'w1'],
    ['locked out', 'store-lock', 'store'],
  ] as const)(
    'allows the second run when the lease ran out under a holder that was %s',
    (_, kind, target) => {
      const history = atWork();
      history.fault(kind, target);

      expect(check(second(history, 150))).toMatchObject({ result: 'unknown' });
    },
  );

  it('takes a fault for no excuse when it hit another, was over before, or when the lease was alive', () => {
    const another = atWork();
    another.fault('pause', 'w2');
    const before = new HistoryBuilder();
    before.fault('pause');
    before.heal('pause');
    before.claim('w1/1', 'T', 1);
    before.startWork('w1/1', 'T', 1);
    const alive = atWork();
    alive.fault('pause');

    expect(check(second(another, 150))).toMatchObject({ result: 'violated' });
    expect(check(second(before, 150))).toMatchObject({ result: 'violated' });
    expect(check(second(alive, 50))).toMatchObject({ result: 'violated' });
  });

  it('takes a slow disk for no excuse when the holder never waited for it', () => {
    const silent = new HistoryBuilder();
    silent.slowDisk(1);
    silent.claim('w1/1', 'T', 1);
    silent.startWork('w1/1', 'T', 1);
    const rival = atWork();
    rival.slowDisk(20);
    rival.at(60).refuse(rival.begin('w3/1', 'sweep', {}), 'BUSY');
    const quick = atWork();
    quick.slowDisk(5);
    const beat = quick.begin('w1/1.hb', 'heartbeat', BEAT);
    quick.at(5).ok(beat, { leaseUntil: 100 });

    expect(check(second(silent, 150))).toMatchObject({ result: 'violated' });
    expect(check(second(rival, 150))).toMatchObject({ result: 'violated' });
    expect(check(second(quick, 150))).toMatchObject({ result: 'violated' });
  });

  it.each<[string, (history: HistoryBuilder, beat: number) => void]>([
    ['was refused', (history, beat) => history.at(60).refuse(beat, 'BUSY')],
    ['was late', (history, beat) => history.at(90).ok(beat, { leaseUntil: 150 })],
    ['is still open', () => undefined],
  ])('allows the second run when a heartbeat of the holder %s on a slow disk', (_how, ends) => {
    const history = atWork();
    history.slowDisk(30);
    ends(history, history.at(50).begin('w1/1.hb', 'heartbeat', BEAT));

    expect(check(second(history, 160))).toMatchObject({ result: 'unknown' });
  });

  it('lets an acknowledged heartbeat prolong the lease that must be respected', () => {
    const history = atWork();
    history.fault('pause');
    history.at(90).heartbeat('w1/1', 'T', 1);

    expect(check(second(history, 150))).toMatchObject({ result: 'violated' });
  });

  it('allows real processes to be late without a fault that tells of it, but not under a living lease', () => {
    expect(check(second(atWork('real'), 150))).toMatchObject({ result: 'unknown' });
    expect(check(second(atWork('real'), 90))).toMatchObject({ result: 'violated' });
  });

  it('allows the second run when an operator took the task away, or the holder may have given it up', () => {
    const operated = atWork();
    operated.operate('replan', 'T', 'BLOCKED');
    const reported = atWork();
    reported.report('w1/1', { task: 'T', fence: 1, tokens: 3501 }, 'BLOCK');

    expect(check(second(operated, 50))).toMatchObject({ result: 'unknown' });
    expect(check(second(reported, 50))).toMatchObject({ result: 'unknown' });
  });

  it('ends the work of a worker that was killed, or lost its call, there and then', () => {
    const killed = atWork();
    killed.fault('kill');
    const lost = atWork();
    lost.lose(lost.begin('w1/1', 'heartbeat', { worker: 'w1', task: 'T', fence: 1, leaseMs: 100 }));

    expect(check(second(killed, 150))).toMatchObject({ result: 'unknown' });
    expect(check(second(lost, 150))).toMatchObject({ result: 'unknown' });
  });

  it('keeps runs of different tasks out of it, and counts those during which somebody asked for work', () => {
    const history = atWork();
    history.claim('w2/1', 'U', 1);
    history.startWork('w2/1', 'U', 1);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('counts no run that a clock may take for over, and gives a clock no more once it is healed', () => {
    const off = atWork();
    off.clocksDifferBy(100).clockFault('fault-start', { id: 'f1', byMs: 100 });
    off.findNothing('w2/1');
    const healed = new HistoryBuilder();
    healed.clocksDifferBy(100).clockFault('fault-start', { id: 'f1', byMs: 100 });
    healed.clockFault('fault-heal', { id: 'f1', byMs: 100 });
    healed.claim('w1/1', 'T', 1);
    healed.startWork('w1/1', 'T', 1);
    healed.findNothing('w2/1');

    expect(check(off)).toMatchObject({ result: 'unknown' });
    expect(check(healed)).toEqual({ result: 'holds', exposure: 1 });
    expect(check(second(healed, 50))).toMatchObject({ result: 'violated' });
  });

  it('is unknown when nobody asked for work while a task was worked on', () => {
    expect(check(atWork())).toEqual({
      result: 'unknown',
      because:
        'nothing to judge: nobody asked for work while a task was worked on under a lease that was alive',
    });
  });
});
