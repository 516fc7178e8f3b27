import { describe, expect, it } from 'vitest';
import { readScript } from '../testing/replayed.js';
import { claimBy, RunScript } from '../testing/run-script.js';
import { quote } from './quote.js';

const script = () => new RunScript({ scenario: 'S', mode: 'simulated' });
const quoted = (told: RunScript): readonly string[] => {
  const { run } = readScript(told);
  return quote(
    run,
    Array.from({ length: run.lines }, (_, line) => line),
  );
};

describe('a quotation', () => {
  it('tells a call and its answer in one line, with place, instant and actor', () => {
    expect(quoted(script().enqueue('t', { key: 'k' }))).toEqual([
      '#0 0.000 s s1/1 enqueue t key k -> ok (#1 0.001 s)',
    ]);
  });

  it('tells what was claimed, run and settled', () => {
    const lines = quoted(script().enqueue('t').work('w1/1', 't'));

    expect(lines.slice(1)).toEqual([
      '#2 0.001 s w1/1 claim -> ok, t with fence 1 (#3 0.002 s)',
      '#4 0.002 s w1/1 run of t with fence 1 begins',
      '#6 0.102 s w1/1 complete t fence 1 -> ok (#7 0.103 s)',
    ]);
  });

  it.each<readonly [string, RunScript, string]>([
    ['a refusal', script().call('w1/1', claimBy('w1/1'), { refused: 'BUSY' }), 'claim -> BUSY'],
    ['an empty claim', script().call('w1/1', claimBy('w1/1'), { value: null }), 'nothing to claim'],
    [
      'a sweep',
      script().enqueue('t').claim('w', 't').pass(10_000).requeue('t'),
      'requeued t, exhausted none',
    ],
    [
      'a report',
      script().enqueue('t').claim('w', 't').report('w', 't', { tokens: 9, action: 'ALLOW' }),
      'tokens 9 -> ok, ALLOW',
    ],
    [
      'an operator',
      script().call('o', { op: 'cancel', args: { task: 't' } }, { value: { status: 'BLOCKED' } }),
      'cancel t -> ok',
    ],
    ['a fault', script().fault('f', 'kill', { target: 'w1', forMs: 1 }), 'nemesis kill of w1 begins'],
  ])('tells %s', (_what, told, text) => {
    expect(quoted(told).join('\n')).toContain(text);
  });

  it('tells an answer that never came as unknown', () => {
    const told = script();
    told.add('w1/1', { type: 'invoke', call: claimBy('w1/1') });

    expect(quoted(told)).toEqual(['#0 0.000 s w1/1 claim -> unknown']);
  });

  it('tells only what the witness names', () => {
    const { run } = readScript(script().enqueue('a').enqueue('b'));

    expect(quote(run, [3])).toEqual(['#2 0.001 s s1/1 enqueue b -> ok (#3 0.002 s)']);
  });
});
