import { describe, expect, it } from 'vitest';
import { HistoryBuilder } from '../history/by-hand/history-builder.js';
import { cutTo } from './cut.js';
import { type Layout, layoutOf } from './layout.js';

function layout(run: HistoryBuilder, ...witness: readonly number[]): Layout {
  const history = run.history();
  const cut = cutTo({ invariant: 'INV-01', name: 'x', because: 'y', witness }, history);
  if (cut === null) throw new Error('expected a cut');
  return layoutOf(cut, history);
}

/** Two workers hold T at once; one is paused meanwhile, the store is locked for a while. */
function robbed(): { readonly run: HistoryBuilder; readonly claims: readonly [number, number] } {
  const run = new HistoryBuilder();
  run.enqueue('T');
  const first = run.at(10).claim('w10/1', 'T', 1);
  const second = run.at(20).claim('w2/1', 'T', 2);
  run.at(30).fault('store-lock');
  run.refuse(run.finish('w2/1', 'T', 2), 'BUSY');
  run.at(40).lose(run.finish('w10/1', 'T', 1));
  return { run, claims: [first, second] };
}

describe('the layout', () => {
  it('has one lane for each actor: submitters, then workers by number', () => {
    const { run, claims } = robbed();

    expect(layout(run, ...claims).lanes.map(({ name }) => name)).toEqual(['s1', 'w2', 'w10']);
  });

  it('gives all incarnations of an actor one lane', () => {
    const run = new HistoryBuilder();
    const claim = run.claim('w1/1', 'T', 1);
    run.claim('w1/2', 'T', 2);

    expect(layout(run, claim).lanes.map(({ name }) => name)).toEqual(['w1']);
  });

  it('has a bar for each call, with what came of it, and marks those of the witness', () => {
    const { run, claims } = robbed();

    const bars = layout(run, ...claims).lanes.flatMap((lane) => lane.bars);

    expect(bars.map(({ label, ending, pinned }) => [label, ending, pinned])).toEqual([
      ['enqueue T ✓', 'ok', 'plain'],
      ['claim → T #2', 'ok', 'pinned'],
      ['complete T #2 ✕ BUSY', 'fail', 'plain'],
      ['claim → T #1', 'ok', 'pinned'],
      ['complete T #1 ? CRASH', 'info', 'plain'],
    ]);
  });

  it('pins the witness in order of the history, above the call it is about', () => {
    const { run, claims } = robbed();
    const { pins, lanes } = layout(run, ...claims);

    expect(pins.map(({ number, lane }) => [number, lane])).toEqual([
      [1, 'w10'],
      [2, 'w2'],
    ]);
    const bar = lanes.find(({ name }) => name === 'w2')?.bars[0];
    expect(pins[1]?.x).toBe((bar?.x ?? 0) + (bar?.width ?? 0));
  });

  it('has a ribbon for each lease, in the hue of its task', () => {
    const { run, claims } = robbed();

    const ribbons = layout(run, ...claims).lanes.flatMap((lane) => lane.ribbons);

    expect(ribbons.map(({ label, hue }) => [label, hue])).toEqual([
      ['T #2, end of the run', 0],
      ['T #1, end of the run', 0],
    ]);
  });

  it('lays a fault of the store across all lanes, and a fault of an actor into its own', () => {
    const run = new HistoryBuilder();
    const claim = run.claim('w1/1', 'T', 1);
    run.at(50).fault('pause');
    run.at(60).fault('store-lock');
    run.at(70).complete('w1/1', 'T', 1);

    const { everywhere, lanes } = layout(run, claim);

    expect(everywhere.map(({ says }) => says)).toEqual(['store locked']);
    expect(lanes[0]?.faults.map(({ says }) => says)).toEqual(['paused']);
  });

  it('never lets two bars of a lane, or their words, lie on each other', () => {
    const run = new HistoryBuilder();
    const claims = Array.from({ length: 12 }, (_, n) =>
      run.claim('w1/1', `a-task-with-a-long-name-${n}`, n + 1),
    );

    const [lane] = layout(run, claims[0] ?? 0).lanes;

    for (const [position, bar] of (lane?.bars ?? []).entries()) {
      const before = lane?.bars[position - 1];
      if (before) expect(bar.x).toBeGreaterThan(before.x + before.label.length * 6);
    }
  });

  it('lies within its own edges', () => {
    const { run, claims } = robbed();
    const { width, height, lanes, ticks, bottom } = layout(run, ...claims);

    const right = lanes.flatMap(({ bars, ribbons }) => [...bars, ...ribbons].map((box) => box.x + box.width));
    expect(Math.max(...right)).toBeLessThan(width);
    expect(bottom).toBeLessThan(height);
    expect(ticks.every(({ x }) => x > 0 && x < width)).toBe(true);
  });

  it('shows a call without an answer until the end', () => {
    const run = new HistoryBuilder();
    const asked = run.ask('w1/1');
    run.at(500).enqueue('T');

    const bar = layout(run, asked).lanes.find(({ name }) => name === 'w1')?.bars[0];

    expect(bar).toMatchObject({ ending: 'open', label: 'claim … no answer' });
    expect(bar?.width).toBeGreaterThan(30);
  });
});
