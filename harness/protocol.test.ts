import { describe, expect, it } from 'vitest';
import type { Completion } from '../gates/record/history.js';
import {
  completionOf,
  isProtocolError,
  ProtocolError,
  readHello,
  readReply,
  readRequest,
  replyOf,
  requestLine,
} from './protocol.js';

const refusal = (code: string, retryable = false) =>
  readReply(JSON.stringify({ id: 1, ok: false, error: { code, message: 'no', retryable } }));

describe('a request line', () => {
  it('reads back as the call that was written', () => {
    const args = { worker: 'w1', task: 'T-1', fence: 3, notes: 'fertig ✓' };

    const request = readRequest(requestLine({ id: 7, op: 'complete', now: 1_767_225_600_000, args }));

    expect(request).toEqual({
      id: 7,
      now: 1_767_225_600_000,
      op: 'call',
      call: { op: 'complete', args },
    });
  });

  it('carries what the call meets, and no trouble that nobody knows', () => {
    const request = { id: 7, op: 'sweep', now: 0, args: {} } as const;
    const trouble = { storeFull: true, ioErrorAt: 2, diesAt: 3 } as const;

    expect(readRequest(requestLine({ ...request, trouble }))).toMatchObject({ trouble });
    expect(() => readRequest(JSON.stringify({ ...request, trouble: { ioErrorAt: 0 } }))).toThrow(/ioErrorAt/);
    expect(() => readRequest(JSON.stringify({ ...request, trouble: { slow: true } }))).toThrow(/slow/);
  });

  it('says what the clock is to be off by, where it is', () => {
    const line = requestLine({ id: 3, op: 'sweep', now: 17, skew: -5, args: {} });

    expect(readRequest(line)).toEqual({
      id: 3,
      now: 17,
      skew: -5,
      op: 'call',
      call: { op: 'sweep', args: {} },
    });
  });

  it('is one line whatever the text in it holds', () => {
    const args = { task: 'T-1', notes: 'two\nlines\u2028three' };

    const line = requestLine({ id: 1, op: 'replan', now: 0, args });

    expect(line.split('\n')).toHaveLength(1);
  });

  it.each(['hello', 'setup', 'close'] as const)('knows the courtesy %s', (op) => {
    expect(readRequest(requestLine({ id: 1, op, now: 0, args: {} }))).toEqual({ id: 1, now: 0, op });
  });

  it.each([
    ['an operation that does not exist', { id: 1, op: 'steal', now: 0, args: {} }, /found "steal"/],
    [
      'an operation named like a method of every object',
      { id: 1, op: 'toString', now: 0, args: {} },
      /toString/,
    ],
    [
      'an argument too many',
      { id: 1, op: 'sweep', now: 0, args: { force: true } },
      /arguments of sweep.*force/,
    ],
    [
      'a fence that is text',
      { id: 1, op: 'complete', now: 0, args: { worker: 'w', task: 'T', fence: '1', notes: '' } },
      /fence/,
    ],
    ['a request without an id', { op: 'sweep', now: 0, args: {} }, /a request is off \(id/],
  ])('is refused for %s', (_what, request, message) => {
    expect(() => readRequest(JSON.stringify(request))).toThrow(message);
  });
});

describe('a reply line', () => {
  it('that is not JSON is a protocol error that shows the line', () => {
    expect(() => readReply('ready!')).toThrow('expected a line of JSON, found ready!');
  });

  it('is shown only in part when it is long', () => {
    expect(() => readReply('x'.repeat(5_000))).toThrow(/… \(5000 characters\)$/);
  });

  it('with an error code outside the closed set is a protocol error', () => {
    expect(() => refusal('OOPS')).toThrow(/error\.code/);
  });

  it('may say more than the protocol asks', () => {
    const reply = readReply('{"id":1,"ok":true,"value":{"leaseUntil":5,"extra":1},"tookMs":3}');

    expect(completionOf('heartbeat', reply)).toEqual({ type: 'ok', value: { leaseUntil: 5 } });
  });
});

describe('a completion', () => {
  it.each([
    ['LEASE_LOST', false, 'fail'],
    ['ILLEGAL_TRANSITION', false, 'fail'],
    ['DUPLICATE_ID', false, 'fail'],
    ['NOT_FOUND', false, 'fail'],
    ['INVALID', false, 'fail'],
    ['UNSUPPORTED', false, 'fail'],
    ['BUSY', true, 'fail'],
    ['BUSY', false, 'info'],
    ['STORE_FULL', true, 'fail'],
    ['STORE_FULL', false, 'info'],
    ['INTERNAL', false, 'info'],
    ['CORRUPT', false, 'info'],
  ])('of %s with retryable %s is %s', (code, retryable, type) => {
    expect(completionOf('complete', refusal(code, retryable))).toMatchObject({ type, code });
  });

  it.each(['INTERNAL', 'CORRUPT'])('of %s keeps what the system said', (code) => {
    expect(completionOf('complete', refusal(code))).toEqual({ type: 'info', code, says: 'no' });
  });

  it('of a value that is off is a protocol error naming the operation and the field', () => {
    const reply = readReply('{"id":1,"ok":true,"value":{"task":"T-1","run":1,"leaseUntil":5}}');

    expect(() => completionOf('claim', reply)).toThrow(/answer to claim is off \(fence:/);
  });

  it('of a claim that finds nothing is ok with null', () => {
    expect(completionOf('claim', readReply('{"id":1,"ok":true,"value":null}'))).toEqual({
      type: 'ok',
      value: null,
    });
  });

  it('of events fills in what a system need not say', () => {
    const value = [{ seq: 1, task: 'T-1', type: 'added', at: 5, data: {} }];

    const completion = completionOf('events', { id: 1, ok: true, value });

    expect(completion).toEqual({ type: 'ok', value: [{ ...value[0], run: 0, from: null, to: null }] });
  });

  const completions: readonly Completion[] = [
    { type: 'ok', value: null },
    { type: 'fail', code: 'LEASE_LOST' },
    { type: 'fail', code: 'BUSY' },
    { type: 'fail', code: 'STORE_FULL' },
    { type: 'info', code: 'STORE_FULL' },
    { type: 'info', code: 'INTERNAL', says: 'TypeError: no such thing' },
  ];
  it.each(completions)('survives the way over the wire: %o', (completion) => {
    const overTheWire = readReply(JSON.stringify(replyOf(4, completion)));

    expect(completionOf('complete', overTheWire)).toEqual(completion);
  });
});

describe('hello', () => {
  it.each([
    [
      'a capability that does not exist',
      { name: 'x', version: '1', capabilities: ['fencng'] },
      /capabilities\.0/,
    ],
    [
      'a store outside its home',
      { name: 'x', version: '1', capabilities: [], sqliteFile: '../q.db' },
      /sqliteFile/,
    ],
    ['an absolute path', { name: 'x', version: '1', capabilities: [], sqliteFile: '/q.db' }, /sqliteFile/],
  ])('is refused with %s', (_what, value, message) => {
    expect(() => readHello(value)).toThrow(message);
  });
});

it('a protocol error is recognised by its code, also from another copy of the module', () => {
  expect(isProtocolError(new ProtocolError('off'))).toBe(true);
  expect(isProtocolError(Object.assign(new Error('off'), { code: 'PROTOCOL' }))).toBe(true);
  expect(isProtocolError(new Error('off'))).toBe(false);
});
