import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FinalState, HistoryHeader } from '../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from './by-hand/history-builder.js';
import { HistoryUnreadable, parseHistory } from './history-file.js';
import { Recorder } from './recorder.js';

const header: HistoryHeader = { ...new HistoryBuilder().history().header, startedAt: 1000 };

function setUp() {
  const lines: string[] = [];
  const clock = { time: 1000, now: () => clock.time, sleep: async () => undefined };
  const recorder = new Recorder({ header, clock, sink: (line) => lines.push(line) });
  return { recorder, clock, lines };
}

/** A history of one answered call, as text. */
function recorded(): { readonly text: string; readonly lines: readonly string[] } {
  const { recorder, lines } = setUp();
  const index = recorder.invoke('w1/1', { op: 'sweep', args: {} });
  recorder.complete('w1/1', index, { type: 'fail', code: 'BUSY' });
  recorder.close(finalRead());
  return { text: `${lines.join('\n')}\n`, lines };
}

describe('a recorder', () => {
  it('writes header, lines and trailer to the sink in the order they happen', () => {
    const { recorder, clock, lines } = setUp();

    const index = recorder.invoke('w1/1', { op: 'list', args: {} });
    clock.time = 1007;
    recorder.complete('w1/1', index, { type: 'ok', value: [] });
    recorder.close(finalRead());

    expect(lines.map((line) => JSON.parse(line))).toEqual([
      header,
      { index: 0, at: 0, actor: 'w1/1', type: 'invoke', call: { op: 'list', args: {} } },
      { index: 1, at: 7, actor: 'w1/1', invokedBy: 0, type: 'ok', value: [] },
      expect.objectContaining({ kind: 'trailer', lines: 2 }),
    ]);
  });

  it('never lets time go back, even when the clock does', () => {
    const { recorder, clock } = setUp();
    clock.time = 1050;
    recorder.note('nemesis', { type: 'mark', mark: 'heal' });

    clock.time = 1020;
    recorder.note('nemesis', { type: 'mark', mark: 'drained' });

    expect(recorder.close(finalRead()).ops.map(({ at }) => at)).toEqual([50, 50]);
  });

  it('closes with a digest of the final state, the same for one that ended alike', () => {
    const ended = (final: FinalState) => setUp().recorder.close(final).trailer?.stateHash;

    expect(ended(finalRead([row('T')]))).toBe(ended(JSON.parse(JSON.stringify(finalRead([row('T')])))));
    expect(ended(finalRead([row('T')]))).not.toBe(ended(finalRead()));
  });

  it('closes with the digest of every line before the trailer', () => {
    const { lines } = recorded();

    const before = lines.slice(0, -1).map((line) => `${line}\n`);
    const digest = createHash('sha256').update(before.join('')).digest('hex');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ kind: 'trailer', lines: 2, sha256: digest });
  });
});

describe('reading a history back', () => {
  it('gives what was recorded', () => {
    const history = parseHistory(recorded().text);

    expect(history.header).toEqual(header);
    expect(history.ops.map(({ type }) => type)).toEqual(['invoke', 'fail']);
    expect(history.trailer?.lines).toBe(2);
  });

  it('has no trailer when the run ended early', () => {
    const text = recorded().lines.slice(0, -1).join('\n');

    expect(parseHistory(text).trailer).toBeNull();
  });

  it('refuses a history whose lines were changed after it was closed', () => {
    const changed = recorded().text.replace('BUSY', 'INVALID');

    expect(() => parseHistory(changed)).toThrow(/line 4: the trailer promises SHA-256/);
  });

  it('names the line that is not JSON', () => {
    const torn = recorded().lines.slice(0, 2).join('\n').slice(0, -5);

    expect(() => parseHistory(torn)).toThrow(/line 2: is not JSON/);
  });

  it('names the line that is no line of a history', () => {
    expect(() => parseHistory(`${JSON.stringify(header)}\n{"index":0}\n`)).toThrow(
      /line 2: has no index and type/,
    );
  });

  it('refuses what does not begin with a header of version 1', () => {
    expect(() => parseHistory('{"kind":"header","history":2}')).toThrow(HistoryUnreadable);
    expect(() => parseHistory('')).toThrow(/line 1: is not a header/);
  });
});
