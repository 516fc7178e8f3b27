import { describe, expect, it } from 'vitest';
import { RunScript } from '../../testing/run-script.js';
import { readSoakScript } from '../../testing/soak-reading.js';
import { latencyBlocks } from './latency-blocks.js';

const told = new RunScript({ scenario: 'soak-smoke' });
told.enqueue('first').work('w1/1', 'first').pass(10_000);
told.enqueue('second').work('w1/1', 'second').drained();
const soak = readSoakScript(told);

describe('the latencies of a soak in blocks', () => {
  it('stand where their tasks ended, and where none ended there is no block', () => {
    const blocks = latencyBlocks(soak, 10);

    expect(blocks.map(({ latenciesMs }) => latenciesMs.length)).toEqual([1, 1]);
    expect(blocks[0]?.toMs).toBe(Math.round(soak.run.lastAt / 10));
  });

  it('never end after the run, even of a task that ends with it', () => {
    const last = latencyBlocks(soak, 10).at(-1);

    expect(last?.toMs).toBe(soak.run.lastAt);
  });

  it('are none of a run in which nothing ended', () => {
    expect(latencyBlocks(readSoakScript(new RunScript({ scenario: 'soak-smoke' })), 10)).toEqual([]);
  });
});
