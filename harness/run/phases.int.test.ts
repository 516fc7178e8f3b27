import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orchInProcess } from '../adapters/orch/in-process.js';
import { recoversInTime } from '../checkers/liveness/recovers-in-time.js';
import type { Plan } from '../scenario/plan.js';
import { smallPlan } from '../scenario/testing/small-plan.js';
import { simulate } from '../sim/simulate.js';
import type { RunResult } from './run.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-phases-'));
});
afterEach(() => rm(home, { recursive: true }));

const played = (plan: Plan) => simulate(plan, orchInProcess(), { control: null, home });

/** Tasks that came before the heal and had not been settled by then. */
function openAtHeal({ history, final }: RunResult): number {
  const heal = history.ops.find((op) => op.type === 'mark' && op.mark === 'heal');
  const until = history.header.startedAt + (heal?.at ?? 0);
  const last = new Map(final.events.flatMap(({ task, to, at }) => (to && at <= until ? [[task, to]] : [])));
  return [...last.values()].filter((status) => status === 'PENDING' || status === 'IN_PROGRESS').length;
}

/** All of it is handed in at once, so that most of it is open then. */
const plan = smallPlan(1, {
  operations: [],
  tasks: smallPlan(1)
    .tasks.filter(({ fault }) => fault === null)
    .map((task) => ({ ...task, at: 0 })),
});

/** Planned faults that struck. */
function struckIn({ history }: RunResult): readonly string[] {
  const started = history.ops.flatMap((op) => (op.type === 'fault-start' ? [op.fault.id] : []));
  return plan.faults.map(({ id }) => id).filter((id) => started.includes(id));
}

describe('the heal of a run', () => {
  it('comes when no more tasks are open than the plan says, so that recovery is seen', async () => {
    const run = await played({ ...plan, healAtOpen: 12 });

    expect(openAtHeal(run)).toBeGreaterThan(0);
    expect(openAtHeal(run)).toBeLessThanOrEqual(12);
    expect(recoversInTime.check(run.history, run.final)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('comes at the same line of two runs of one seed', async () => {
    const first = await played({ ...plan, healAtOpen: 12 });
    const second = await played({ ...plan, healAtOpen: 12 });

    expect(second.history.trailer).toEqual(first.history.trailer);
  });

  it('waits for every fault when the plan says nothing', async () => {
    expect(struckIn(await played(plan))).toEqual(['f1', 'f2', 'f3', 'f4']);
    expect(struckIn(await played({ ...plan, healAtOpen: 25 }))).toEqual([]);
  });
});

describe('a run at work', () => {
  it('is read about once a lease: its list, and every event once in their order', async () => {
    const { history } = await played(plan);
    const heal = history.ops.findIndex((op) => op.type === 'mark' && op.mark === 'heal');
    const answers = history.ops.flatMap((op) => {
      const asked = op.type === 'ok' ? history.ops[op.invokedBy] : undefined;
      return op.type === 'ok' && asked?.type === 'invoke'
        ? [{ line: op.index, op: asked.call.op, value: op.value }]
        : [];
    });
    const events = answers
      .filter(({ op }) => op === 'events')
      .flatMap(({ value }) => value as { seq: number }[]);

    expect(answers.filter(({ op, line }) => op === 'list' && line < heal).length).toBeGreaterThan(0);
    expect(events.length).toBeGreaterThan(0);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, position) => position + 1));
  });
});
