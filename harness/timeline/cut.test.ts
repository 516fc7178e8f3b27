import { describe, expect, it } from 'vitest';
import { HistoryBuilder } from '../history/by-hand/history-builder.js';
import { cutTo } from './cut.js';

const violated = (...witness: readonly number[]) => ({
  invariant: 'INV-01',
  name: 'single-holder',
  because: 'two held T',
  witness,
});

/** A run of `others` tasks that nobody accuses, with the story of T in its middle; answers T's claim. */
function crowded(others: number): { readonly run: HistoryBuilder; readonly claim: number } {
  const run = new HistoryBuilder();
  for (let n = 0; n < others; n += 1) run.at(n * 10).enqueue(`before-${n}`);
  run.at(others * 10).enqueue('T');
  const claim = run.claim('w1/1', 'T', 1);
  for (let n = 0; n < others; n += 1) run.at(others * 10 + n).enqueue(`after-${n}`);
  run.at(others * 12).complete('w1/1', 'T', 1);
  return { run, claim };
}

const operations = (cut: ReturnType<typeof cutTo>) => cut?.calls.map(({ call }) => call.op);

describe('the cut of a run', () => {
  it('keeps a small run whole', () => {
    const { run, claim } = crowded(3);

    const cut = cutTo(violated(claim), run.history());

    expect(cut?.calls).toHaveLength(9);
    expect(cut?.whole.calls).toBe(9);
  });

  it('keeps of a large run the story of the accused task and what its actors did next, and counts the rest', () => {
    const { run, claim } = crowded(200);

    const cut = cutTo(violated(claim), run.history());

    expect(operations(cut)).toEqual(['enqueue', 'claim', 'complete']);
    expect(cut?.tasks).toEqual(['T']);
    expect(cut?.whole).toMatchObject({ calls: 403, storyCalls: 3 });
  });

  it('shows who overlapped a call of the witness', () => {
    const { run } = crowded(100);
    const asked = run.ask('w2/1');
    run.claim('w3/1', 'other', 1);
    const given = run.give(asked, 'T', 1);

    const cut = cutTo(violated(given), run.history());

    expect(cut?.calls.map(({ actor }) => actor)).toContain('w3/1');
  });

  it('drops heartbeats before it drops what changed the task', () => {
    const { run, claim } = crowded(20);
    for (let n = 0; n < 100; n += 1) run.at(300 + n).heartbeat('w1/1', 'T', 1);
    run.at(900).sweep({ requeued: ['T'] });

    const cut = cutTo(violated(claim), run.history());

    expect(cut?.calls.length).toBeLessThanOrEqual(36);
    expect(operations(cut)).toEqual(expect.arrayContaining(['enqueue', 'claim', 'complete', 'sweep']));
  });

  it('shows the sweep that should have taken back a lease that ran out', () => {
    const run = new HistoryBuilder();
    for (let n = 0; n < 60; n += 1) run.at(n).enqueue(`other-${n}`);
    const claim = run.at(100).claim('w1/1', 'T', 1);
    run.at(150).sweep();
    run.at(250).sweep();
    run.at(350).sweep();

    const cut = cutTo(violated(claim), run.history());

    expect(cut?.leases).toMatchObject([{ task: 'T', ended: 'ran out', until: { line: null, at: 200 } }]);
    const sweeps = cut?.calls.filter(({ call }) => call.op === 'sweep').map(({ begin }) => begin.at);
    expect(sweeps).toEqual([250]);
  });

  it('shows a fault only while its actor did something that is shown', () => {
    const { run, claim } = crowded(20);
    run.at(5000).fault('pause');
    run.at(6000).enqueue('late');

    expect(cutTo(violated(claim), run.history())?.faults).toEqual([]);
  });

  it('is nothing when no line witnesses the violation', () => {
    expect(cutTo(violated(), crowded(3).run.history())).toBeNull();
    expect(cutTo(violated(99_999), crowded(3).run.history())).toBeNull();
  });

  it('takes the surroundings of a mark that is about no task', () => {
    const { run } = crowded(60);
    const heal = run.mark('heal');

    const cut = cutTo(violated(heal), run.history());

    expect(cut?.tasks).toEqual([]);
    expect(cut?.calls.length).toBeGreaterThan(0);
    expect(cut?.marks).toMatchObject([{ says: 'all faults healed' }]);
  });
});
