import { describe, expect, it } from 'vitest';
import type { Policy } from '../../policy/policy.js';
import { KNOBS, RunScript } from '../../testing/run-script.js';
import { soakScript } from '../../testing/scenario-scripts.js';
import { readSoakScript } from '../../testing/soak-reading.js';
import { abortEpisodes } from './abort.js';

const script = () => new RunScript({ scenario: 'soak-smoke' });
const slisOf = (told: RunScript) =>
  Object.fromEntries([...readSoakScript(told).slis].map(([id, { value }]) => [id, value]));

const MINUTE = 60_000;
const POLICY = {
  abortConditions: [
    {
      id: 'AB1',
      critical: false,
      says: 's',
      condition: { kind: 'success-below', share: 0.95, window: 30 * MINUTE, minSamples: 2 },
    },
    { id: 'AB2', critical: true, says: 's', condition: { kind: 'duplicates', atLeast: 1 } },
    { id: 'AB3', critical: true, says: 's', condition: { kind: 'stalled', atLeast: 10 * MINUTE } },
    { id: 'AB4', critical: true, says: 's', condition: { kind: 'guardrail-bypass', atLeast: 1 } },
    { id: 'AB5', critical: false, says: 's', condition: { kind: 'metrics-gap', atLeast: 15 * MINUTE } },
  ],
  episodeEndsAfter: 5 * MINUTE,
} as Policy;
const episodes = (told: RunScript, change?: Parameters<typeof readSoakScript>[1]) =>
  abortEpisodes(readSoakScript(told, change), POLICY).map(({ id }) => id);
const poor = (told: RunScript, id: string) =>
  told.enqueue(id, { maxRetries: 0 }).claim('w1/1', id).failTransient('w1/1', id);

describe('the indicators of a soak', () => {
  it('of a good run meet every objective', () => {
    expect(slisOf(soakScript('soak-smoke', 'real'))).toEqual({
      'tasks.success_ratio': 1,
      'tasks.lost_count': 0,
      'task.end_to_end_p95': expect.any(Number),
      'task.first_run_p95': 103,
      'task.retried_p95': expect.any(Number),
      'lease.recovery_ratio': 1,
      'exec.duplicate_count': 0,
      'keys.duplicates_stopped_ratio': 1,
      'guardrail.blocked_ratio': null,
    });
  });

  it('are null without data, and null is not zero', () => {
    expect(Object.values(slisOf(script())).every((value) => value === null)).toBe(true);
  });

  it('count what came to no end', () => {
    const told = soakScript('soak-smoke', 'real').enqueue('left').claim('w1/1', 'left');

    expect(slisOf(told.failTransient('w1/1', 'left'))['tasks.lost_count']).toBe(1);
  });

  it('count final failures, and neither duplicates nor blocked tasks', () => {
    const told = soakScript('soak-smoke', 'real').enqueue('blocked').claim('w1/1', 'blocked');
    told.report('w1/1', 'blocked', { tokens: 9_999, action: 'BLOCK' });

    expect(slisOf(poor(told, 'poor'))).toMatchObject({
      'tasks.success_ratio': 11 / 12,
      'guardrail.blocked_ratio': 1,
    });
  });

  it('count latency from the intended arrival', () => {
    const told = script().pass(1_000).enqueue('t').work('w1/1', 't');
    told.submittedAt.set('t', 0);

    expect(slisOf(told)['task.first_run_p95']).toBe(1_103);
  });

  it('see a lease that was put back late', () => {
    const told = script()
      .enqueue('t')
      .claim('w1/1', 't')
      .pass(KNOBS.leaseMs + 60_000)
      .requeue('t')
      .work('w2/1', 't');

    expect(slisOf(told)['lease.recovery_ratio']).toBe(0);
  });

  it('see a lease that was never put back', () => {
    const told = script()
      .enqueue('t')
      .claim('w1/1', 't')
      .pass(KNOBS.leaseMs + 1)
      .drained();

    expect(slisOf(told)['lease.recovery_ratio']).toBe(0);
  });

  it('do not blame the watchdog for a heartbeat whose answer was lost', () => {
    const told = script().enqueue('t').claim('w1/1', 't').pass(5_000);
    const args = { worker: 'w1/1', task: 't', fence: 1, leaseMs: 60_000 };
    const beat = told.add('w1/1', { type: 'invoke', call: { op: 'heartbeat', args } });
    told.add('w1/1', { type: 'info', invokedBy: beat, code: 'TIMEOUT' });

    expect(slisOf(told.pass(60_000).requeue('t').work('w2/1', 't'))['lease.recovery_ratio']).toBe(1);
  });

  it('count duplicates that were completed', () => {
    const told = script()
      .enqueue('a', { key: 'k' })
      .enqueue('b', { key: 'k' })
      .work('w1/1', 'a')
      .work('w1/1', 'b');

    expect(slisOf(told)).toMatchObject({
      'keys.duplicates_stopped_ratio': 0,
      'exec.duplicate_count': expect.any(Number),
    });
    expect(slisOf(told)['exec.duplicate_count']).toBeGreaterThan(0);
  });
});

describe('abort episodes', () => {
  it('are none in a good run', () => {
    expect(episodes(soakScript('soak-smoke', 'real'))).toEqual([]);
  });

  it('open when the success rate falls', () => {
    expect(episodes(poor(poor(script(), 'a'), 'b'))).toEqual(['AB1']);
  });

  it('forget what is older than the window', () => {
    const told = poor(script(), 'a').pass(31 * MINUTE);
    for (const id of ['b', 'c']) told.enqueue(id).work('w1/1', id);

    expect(episodes(told)).not.toContain('AB1');
  });

  it('are one while they are less than five minutes apart, and two beyond', () => {
    const near = poor(poor(script(), 'a'), 'b').pass(4 * MINUTE);
    const far = poor(poor(script(), 'a'), 'b').pass(6 * MINUTE);

    expect(episodes(poor(near, 'c'))).toEqual(['AB1']);
    expect(episodes(poor(far, 'c'))).toEqual(['AB1', 'AB1']);
  });

  it('open on a duplicate execution', () => {
    const told = script()
      .enqueue('a', { key: 'k' })
      .enqueue('b', { key: 'k' })
      .work('w1/1', 'a')
      .work('w1/1', 'b');

    expect(episodes(told)).toContain('AB2');
  });

  it('open on a standstill of ten minutes', () => {
    expect(
      episodes(
        script()
          .enqueue('t')
          .pass(11 * MINUTE)
          .work('w1/1', 't'),
      ),
    ).toContain('AB3');
  });

  it('open on a failed task whose retry is ten minutes late', () => {
    const told = script().enqueue('t').claim('w1/1', 't').failTransient('w1/1', 't');

    expect(episodes(told.pass(11 * MINUTE).drained())).toContain('AB3');
  });

  it('open on a hard exceed that was let through', () => {
    const told = script()
      .enqueue('t')
      .claim('w1/1', 't')
      .report('w1/1', 't', { tokens: 9_999, action: 'ALLOW' });

    expect(episodes(told.complete('w1/1', 't'))).toContain('AB4');
  });

  it('open when the metrics are silent for fifteen minutes', () => {
    const told = script()
      .pass(20 * MINUTE)
      .drained();

    expect(episodes(told, (beat, index) => (index === 0 ? beat : null))).toContain('AB5');
  });
});
