import { describe, expect, it } from 'vitest';
import { HistoryBuilder } from '../history/by-hand/history-builder.js';
import { leasesOf } from './leases.js';
import { timedCalls } from './timed-calls.js';

/** How the leases of T ended, each as `lane from-until how`. */
function leases(run: HistoryBuilder): readonly string[] {
  const history = run.history();
  return leasesOf('T', history, timedCalls(history)).map(
    ({ lane, from, until, ended }) => `${lane} ${from.at}-${until.at} ${ended}`,
  );
}

const claimed = () => {
  const run = new HistoryBuilder();
  run.enqueue('T');
  run.claim('w1/1', 'T', 1);
  return run.at(50);
};
const later = (run: HistoryBuilder) => {
  run.at(1000).enqueue('other');
  return run;
};

describe('a lease', () => {
  it('ends when its holder settles', () => {
    const run = claimed();
    run.complete('w1/1', 'T', 1);
    expect(leases(later(run))).toEqual(['w1 0-50 settled']);
  });

  it('ends when a report above the limit blocks the task', () => {
    const run = claimed();
    run.report('w1/1', { task: 'T', fence: 1, tokens: 3501 }, 'BLOCK');
    expect(leases(later(run))).toEqual(['w1 0-50 settled']);
  });

  it('lasts on over reports that are let through, and over refusals', () => {
    const run = claimed();
    run.report('w1/1', { task: 'T', fence: 1, tokens: 10 }, 'ALLOW');
    run.refuse(run.finish('w1/1', 'T', 1), 'BUSY');
    expect(leases(later(run))).toEqual(['w1 0-100 ran out']);
  });

  it('lasts as long as its heartbeats promised', () => {
    const run = claimed();
    run.ok(run.begin('w1/1', 'heartbeat', { worker: 'w1', task: 'T', fence: 1, leaseMs: 100 }), {
      leaseUntil: 150,
    });
    expect(leases(later(run))).toEqual(['w1 0-150 ran out']);
  });

  it('ends when a sweep takes it, or an operator acts', () => {
    const swept = claimed();
    swept.sweep({ requeued: ['T'] });
    const cancelled = claimed();
    cancelled.operate('cancel', 'T', 'BLOCKED');

    expect(leases(later(swept))).toEqual(['w1 0-50 swept']);
    expect(leases(later(cancelled))).toEqual(['w1 0-50 operated on']);
  });

  it('that two claims share is told for both, and the settlement of one does not end the other', () => {
    const run = claimed();
    run.claim('w2/1', 'T', 1);
    run.at(60).complete('w2/1', 'T', 1);

    expect(leases(run)).toEqual(['w1 0-60 end of the run', 'w2 50-60 settled']);
  });
});
