import { describe, expect, it } from 'vitest';
import { KNOBS, RunScript } from '../../testing/run-script.js';
import { soakScript } from '../../testing/scenario-scripts.js';
import { readSoakScript } from '../../testing/soak-reading.js';

const script = () => new RunScript({ scenario: 'soak-smoke' });
const slisOf = (told: RunScript) =>
  Object.fromEntries([...readSoakScript(told).slis].map(([id, { value }]) => [id, value]));

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
