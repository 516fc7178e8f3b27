import { describe, expect, it } from 'vitest';
import { sha256 } from '../record/digest.js';
import { planDigest, stateHash } from '../record/run-digests.js';
import { claimBy, RunScript } from '../testing/run-script.js';
import { decodeHistory } from './read-history.js';

const script = () => new RunScript({ scenario: 'S1' });

const header = { ...script().header, planDigest: planDigest({}) };
const trailer = { kind: 'trailer', stateHash: stateHash({}) };

/** The text of header and lines with a trailer that is right for them. */
function sealed(lines: readonly unknown[], first: unknown = header): string {
  const text = [first, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
  return `${text}${JSON.stringify({ ...trailer, lines: lines.length, sha256: sha256(text) })}\n`;
}

const line = { index: 0, at: 0, actor: 'w1/1' };
const invoke = { ...line, type: 'invoke', call: claimBy('w1/1') };
const problemOf = (text: string): string | null => {
  const read = decodeHistory(text);
  return read.ok ? null : read.problem;
};

describe('a history', () => {
  it('is read as calls with their answers, effects, faults and marks', () => {
    const told = script()
      .enqueue('t')
      .work('w1/1', 't')
      .fault('f', 'kill', { target: 'w1', forMs: 5 })
      .drained();

    const read = decodeHistory(told.historyText());

    const run = read.ok ? read.value : null;
    expect(run?.calls.map(({ op, outcome }) => `${op} ${outcome}`)).toEqual([
      'enqueue ok',
      'claim ok',
      'complete ok',
    ]);
    expect(run?.effects).toMatchObject([{ task: 't', fence: 1, end: expect.any(Number) }]);
    expect(run?.faults).toMatchObject([{ fault: { kind: 'kill' }, healedAt: expect.any(Number) }]);
    expect(run?.marks.map(({ mark }) => mark)).toEqual(['heal', 'drained']);
  });

  it('keeps a call that was never answered, as unknown', () => {
    const read = decodeHistory(sealed([invoke]));

    expect(read).toMatchObject({ ok: true, value: { calls: [{ outcome: 'unknown', ret: null }] } });
  });

  it.each<readonly [string, string, RegExp]>([
    ['nothing', '', /trailer/],
    ['only a header', `${JSON.stringify(header)}\n`, /trailer: the run crashed/],
    ['no header', sealed([], { kind: 'header' }), /line 1 is not a header/],
    ['a header that names no plan', sealed([], script().header), /line 1 is not a header: at \/planDigest/],
    [
      'a trailer that names no final state',
      sealed([]).replace('"stateHash"', '"hash"'),
      /is not a trailer: at \/stateHash/,
    ],
    ['a cut last line', sealed([invoke]).trimEnd(), /no end/],
    ['a line that is not JSON', sealed([invoke]).replace('{"index"', '{index'), /line 2 is not JSON/],
    [
      'a line after the trailer',
      `${sealed([])}${JSON.stringify(invoke)}\n`,
      /line 3 stands after the trailer/,
    ],
    ['a trailer of another form', sealed([]).replace('"lines":0', '"lines":"0"'), /is not a trailer/],
    ['a trailer with another count', sealed([invoke]).replace('"lines":1', '"lines":2'), /promises 2 lines/],
    ['a changed line', sealed([invoke]).replaceAll('w1/1', 'w2/1'), /promises another digest/],
    ['a gap in the numbers', sealed([{ ...invoke, index: 1 }]), /has index 1, expected 0/],
    ['a step back in time', sealed([{ ...invoke, at: -1 }]), /goes back in time/],
    ['a line of unknown type', sealed([{ ...line, type: 'probe' }]), /a known type of line/],
    [
      'a line without an actor',
      sealed([{ index: 0, at: 0, type: 'mark', mark: 'heal' }]),
      /actor to be a string/,
    ],
    [
      'a call of unknown operation',
      sealed([{ ...invoke, call: { op: 'steal', args: {} } }]),
      /a known operation/,
    ],
    [
      'a call without its arguments',
      sealed([{ ...invoke, call: { op: 'claim', args: { worker: 'w' } } }]),
      /leaseMs/,
    ],
    [
      'a submission without an id',
      sealed([{ ...invoke, call: { op: 'enqueue', args: { task: {} } } }]),
      /expected id/,
    ],
    [
      'a fault without a kind',
      sealed([{ ...line, type: 'fault-start', fault: { id: 'f' } }]),
      /expected kind/,
    ],
    ['a null where an object is due', sealed([{ ...invoke, call: null }]), /call to be a object/],
    ['a second open call of one actor', sealed([invoke, { ...invoke, index: 1 }]), /whose last call is open/],
    [
      'an answer to no call',
      sealed([{ ...line, type: 'ok', invokedBy: 0, value: null }]),
      /not the open call/,
    ],
    [
      'an answer of another form',
      sealed([invoke, { ...line, index: 1, type: 'ok', invokedBy: 0, value: 3 }]),
      /wrongly/,
    ],
    [
      'a sweep without its lists',
      sealed([
        { ...line, type: 'invoke', call: { op: 'sweep', args: {} } },
        { ...line, index: 1, type: 'ok', invokedBy: 0, value: { requeued: {}, exhausted: [] } },
      ]),
      /expected lists of tasks/,
    ],
    [
      'an actor used after its outcome became unknown',
      sealed([
        invoke,
        { ...line, index: 1, type: 'info', invokedBy: 0, code: 'CRASH' },
        { ...invoke, index: 2 },
      ]),
      /uses w1\/1 after its outcome became unknown/,
    ],
    [
      'a fault that heals before it began',
      sealed([{ ...line, type: 'fault-heal', fault: { id: 'f', kind: 'kill', target: 'w' } }]),
      /never started/,
    ],
    [
      'a run that ends before it began',
      sealed([{ ...line, type: 'run-end', task: 't', fence: 1, key: null }]),
      /never started/,
    ],
  ])('is refused with %s', (_what, text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });
});
