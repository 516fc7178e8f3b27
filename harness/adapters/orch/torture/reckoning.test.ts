import { describe, expect, it } from 'vitest';
import type { EventType, TaskEvent } from '../../../../core/index.js';
import { reckon } from './reckoning.js';
import { type Line, mark, testimonyOf } from './testimony.js';

const event = (type: EventType, data: TaskEvent['data'] = {}, taskId = 'T') =>
  ({ type, taskId, actor: 'v', run: 1, data }) as TaskEvent;
const heard = (...lines: readonly Line[]) =>
  testimonyOf(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
const findings = (events: readonly TaskEvent[], ...lines: readonly Line[]) =>
  reckon(events, new Map([['v', heard(...lines)]]));

const begins = (kind: Extract<Line, { says: 'begins' }>['kind'], call = 1): Line => ({
  says: 'begins',
  call,
  kind,
});
const ends = (marks: readonly string[] | null, call = 1): Line => ({ says: 'ends', call, marks });
const added = mark('enqueue', 'T');

describe('a log is held against what a victim was told', () => {
  it('and holds when each acknowledged change is in it once', () => {
    expect(findings([event('added')], begins('enqueue'), ends([added]))).toEqual([]);
  });

  it('and holds whether a change that was in flight happened or not', () => {
    expect(findings([event('added')], begins('enqueue'))).toEqual([]);
    expect(findings([], begins('enqueue'))).toEqual([]);
  });

  it('and accuses the store that lost an acknowledged change', () => {
    expect(findings([], begins('enqueue'), ends([added]))).toEqual([
      'v: lost: "enqueue T " was acknowledged 1 times and is written 0 times',
    ]);
  });

  it('and accuses the store that wrote a change twice', () => {
    const done = event('done', { notes: 'v/1' });
    expect(findings([done, done], begins('complete'), ends([mark('complete', 'T', 'v/1')]))).toEqual([
      'v: doubled: 1 changes beyond those acknowledged, at most 0 can be: complete T v/1',
    ]);
  });

  it('and accuses the store that wrote what was refused, though another kind of call was in flight', () => {
    const lines = [begins('enqueue'), ends([]), begins('claim', 2)];
    expect(findings([event('added')], ...lines)).toHaveLength(1);
  });

  it('and lets an answer that tells of no change stand for one or none', () => {
    const retried = event('retried', { reason: 'operator_retry', by: 'operator:v/1' });
    expect(findings([retried], begins('retry'), ends(null))).toEqual([]);
    expect(findings([], begins('retry'), ends(null))).toEqual([]);
    expect(findings([retried, retried], begins('retry'), ends(null))).toHaveLength(1);
  });

  it('and takes a sweep for as many changes as it may make', () => {
    const swept = Array.from({ length: 4 }, (_, index) =>
      event('retried', { reason: 'failed' }, `T${index}`),
    );
    expect(findings(swept, begins('sweep'))).toEqual([]);
    expect(findings([...swept, event('retried', {}, 'T9')], begins('sweep'))).toHaveLength(1);
  });

  it('and leaves the events of others alone', () => {
    expect(findings([{ ...event('added'), actor: 'examiner' }])).toEqual([]);
  });
});

describe('a testimony', () => {
  it('does not count a line that the kill cut off', () => {
    const whole = JSON.stringify(begins('enqueue'));
    expect(testimonyOf(`${whole}\n{"says":"en`)).toEqual({
      acknowledged: [],
      inFlight: ['enqueue'],
      unclear: [],
    });
  });
});
