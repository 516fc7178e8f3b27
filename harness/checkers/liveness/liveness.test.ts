import { describe, expect, it } from 'vitest';
import { HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { inLiveness, type Liveness } from './liveness.js';

const seen = (builder: HistoryBuilder) => {
  const phases: Liveness[] = [];
  const result = inLiveness(builder.history(), (phase) => {
    phases.push(phase);
    return { result: 'holds', exposure: 1 };
  });
  return { result, phase: phases[0] ?? null };
};

/** One worker, healed at 100 ms; its handler runs from `from` for `ms`. The drain may take 1000 ms. */
function working(...runs: readonly { readonly from: number; readonly ms: number }[]): HistoryBuilder {
  const history = new HistoryBuilder();
  history.claim('w1/1', 'T', 1);
  const healed = { done: false };
  for (const { from, ms } of runs) {
    if (from >= 100 && !healed.done) {
      history.at(100).mark('heal');
      healed.done = true;
    }
    history.at(from).startWork('w1/1', 'T', 1);
    if (from < 100) {
      history.at(100).mark('heal');
      healed.done = true;
    }
    history.at(from + ms).endWork('w1/1', 'T', 1);
  }
  return history;
}

describe('the last phase of a run', () => {
  it('is unknown when the run never came to its heal mark', () => {
    const history = new HistoryBuilder();
    history.enqueue('T');

    expect(seen(history)).toEqual({
      result: { result: 'unknown', because: 'nothing to judge: the run never came to its heal mark' },
      phase: null,
    });
  });

  it('knows its marks, its end, its workers and the longest run of a handler', () => {
    const { phase } = seen(working({ from: 150, ms: 40 }, { from: 200, ms: 60 }));

    expect(phase).toMatchObject({ heal: { at: 100 }, drained: null, endedAt: 260, longestRunMs: 60 });
    expect([...(phase?.workers ?? [])]).toEqual(['w1']);
  });

  it('is not judged when more than 30 % of what the workers can do is left to do', () => {
    expect(seen(working({ from: 150, ms: 301 })).result).toEqual({
      result: 'unknown',
      because:
        'not applicable: 301 ms of work were left when everything was healed, more than 30 % of what 1 workers can do ' +
        'in 1000 ms',
    });
  });

  it.each([
    ['exactly so much is left', [{ from: 150, ms: 300 }]],
    ['what goes beyond was done before the heal', [{ from: 20, ms: 380 }]],
    [
      'one task ran over and over',
      [
        { from: 150, ms: 200 },
        { from: 400, ms: 200 },
        { from: 700, ms: 200 },
      ],
    ],
  ])('is judged when %s', (_what, runs) => {
    expect(seen(working(...runs)).result).toEqual({ result: 'holds', exposure: 1 });
  });
});
