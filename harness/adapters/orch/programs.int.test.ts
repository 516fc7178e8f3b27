import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHECKERS } from '../../checkers/catalogue.js';
import type { RunResult } from '../../run/run.js';
import type { Plan } from '../../scenario/plan.js';
import { smallPlan } from '../../scenario/testing/small-plan.js';
import { simulate } from '../../sim/simulate.js';
import type { SystemUnderTest } from '../../sut.js';
import { orchInProcess } from './in-process.js';
import { orchInterleaved } from './interleaved/interleaved.js';
import { MUTANTS } from './mutants/mutant.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gate-test-'));
});
afterEach(() => rm(home, { recursive: true }));

const small = smallPlan(3);
const own: Plan = { ...small, actors: { ...small.actors, programs: 'system' } };
const played = (sut: SystemUnderTest, plan = own) => simulate(plan, sut, { control: null, home });

function accused({ history, final }: RunResult): readonly string[] {
  return CHECKERS.filter(({ check }) => check(history, final).result === 'violated').map(
    (one) => one.invariant,
  );
}

/** Work of two minutes under leases of 30 s, whose holders are held before they renew them. */
const long: Plan = {
  ...own,
  tasks: small.tasks.slice(0, 8).map((task, at) => ({
    ...task,
    at,
    submit: { id: `L-${at}`, priority: 'P1', task: 'x' },
    runs: [{ serviceMs: 120_000, outcome: 'done', tokens: null }],
    fault: null,
  })),
  operations: [],
  faults: [5, 9].map((nth, index) => ({
    id: `f${index + 1}`,
    kind: 'pause',
    target: 'any',
    anchor: { op: 'heartbeat', nth, phase: 'pre' },
    forMs: 45_000,
  })),
};

describe('core’s own worker and watchdog as actors', () => {
  it.each([
    ['atomic', orchInProcess],
    ['interleaved', orchInterleaved],
  ])('bring every task to its end under faults, on the %s backend', async (_, system) => {
    const run = await played(system());

    expect(accused(run)).toEqual([]);
    expect(run.final.tasks.every(({ status }) => ['DONE', 'FAILED', 'BLOCKED'].includes(status))).toBe(true);
    expect(run.history.ops.some((op) => op.type === 'mark' && op.mark === 'drained')).toBe(true);
  });

  it('leave the same history for the same seed, and another than the harness’s own', async () => {
    const [once, again] = [await played(orchInProcess()), await played(orchInProcess())];
    const harness = await played(orchInProcess(), small);

    expect(again.history.trailer).toEqual(once.history.trailer);
    expect(harness.history.trailer).not.toEqual(once.history.trailer);
  });

  it('stop their work when they are told that its lease is lost', async () => {
    const run = await played(orchInProcess(), long);
    const lost = run.history.ops.filter((op) => op.type === 'fail' && op.code === 'LEASE_LOST');

    expect(lost.length).toBeGreaterThan(0);
    expect(accused(run)).toEqual([]);
  });

  it.each(MUTANTS.filter(({ programs }) => programs).map(({ name, breaks }) => [name, breaks]))(
    'are accused with the planted bug %s, of %s',
    async (mutant, breaks) => {
      const plan = breaks === 'INV-14' ? long : own;

      expect(accused(await played(orchInProcess({ mutant }), plan))).toContain(breaks);
    },
  );
});
