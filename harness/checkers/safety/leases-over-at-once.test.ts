import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { singleHolder } from './single-holder.js';

const check = (builder: HistoryBuilder) => singleHolder.check(builder.history(), finalRead());

/** A claim at 1000 ms that is answered with a lease until then; a sweep gives the check its chance. */
function leasedUntil(leaseUntil: number, history = new HistoryBuilder()): HistoryBuilder {
  history.ok(history.at(1000).ask('w1'), { task: 'T-1', run: 1, fence: 1, leaseUntil });
  history.at(1010).sweep();
  return history;
}

describe('the lease that a claim is answered with', () => {
  it('does not end before it was asked for', () => {
    expect(check(leasedUntil(0))).toEqual({
      result: 'violated',
      because:
        'task T-1 was claimed by w1 with a lease until 0, which ends before it was asked for at 1000 ms since the epoch',
      witness: [1],
    });
    expect(check(leasedUntil(999))).toMatchObject({ result: 'violated' });
  });

  it('may be short', () => {
    expect(check(leasedUntil(1000))).toMatchObject({ result: 'holds' });
  });

  it('may end as much earlier as clocks are off while it is asked for', () => {
    const behind = () => {
      const history = new HistoryBuilder().clocksDifferBy(80);
      history.clockFault('fault-start', { id: 'f1', byMs: -80 });
      return history;
    };
    const right = behind();
    right.clockFault('fault-heal', { id: 'f1', byMs: -80 });

    expect(check(leasedUntil(920, behind()))).toMatchObject({ result: 'holds' });
    expect(check(leasedUntil(919, behind()))).toMatchObject({ result: 'violated' });
    expect(check(leasedUntil(920, right))).toMatchObject({ result: 'violated' });
    expect(check(leasedUntil(995, new HistoryBuilder('real')))).toMatchObject({ result: 'holds' });
  });
});
