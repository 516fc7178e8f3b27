/** Work of a swarm plan: part of a scenario's tasks, with errors, deaths, duplicates, reports and commands mixed in. */
import { minutes, seconds } from '../scenario/drawn.js';
import type { Plan, PlannedOperation, PlannedTask, RunBehaviour } from '../scenario/plan.js';
import type { Random } from '../sim/random.js';
import type { SwarmKind } from './swarm.js';

type Change = (task: PlannedTask, random: Random) => PlannedTask;

/** How much of the tasks is kept, and into what part of their time they are squeezed: a rush, or the usual pace. */
const PARTS = [0.1, 0.25, 0.5, 1] as const;
const SQUEEZES = [0.05, 0.2, 0.5, 1] as const;

/** Part of the plan's tasks, changed by the kinds that are switched on. */
export function swarmTasks(
  plan: Plan,
  kinds: ReadonlySet<SwarmKind>,
  random: Random,
): readonly PlannedTask[] {
  const kept = keptOf(plan.tasks, random.pick(PARTS), random.fork('kept'));
  const squeeze = random.pick(SQUEEZES);
  const changes: readonly (Change | false)[] = [
    kinds.has('errors') && failing(random.pick([0.1, 0.3, 0.6])),
    kinds.has('deaths') && dying(random.pick([0.05, 0.2])),
    kinds.has('budget') && reporting(plan),
    kinds.has('retries') && retried,
  ];
  const changed = kept.map((task) =>
    changes.reduce<PlannedTask>(
      (one, change, nth) => {
        return change === false ? one : change(one, random.fork(`${nth} ${one.submit.id}`));
      },
      { ...task, at: Math.round(task.at * squeeze) },
    ),
  );
  return kinds.has('duplicates') ? changed.flatMap((task) => twinsOf(task, random)) : changed;
}

/** A few commands of an operator, on any tasks and at any time. */
export function swarmOperations(tasks: readonly PlannedTask[], random: Random): readonly PlannedOperation[] {
  const span = tasks.reduce((latest, { at }) => Math.max(latest, at), 0) + minutes(2);
  return Array.from({ length: 1 + random.integer(8) }, () => ({
    at: random.integer(span),
    op: random.pick(['cancel', 'replan', 'retry'] as const),
    task: random.pick(tasks).submit.id,
  }));
}

/** All submissions of one key or id stay or go together. */
function keptOf(tasks: readonly PlannedTask[], part: number, random: Random): readonly PlannedTask[] {
  const kept = tasks.filter(({ submit }) => {
    return random.fork(submit.idempotencyKey ?? submit.id).next() < part;
  });
  return kept.length > 0 ? kept : tasks.slice(0, 1);
}

const failing =
  (part: number): Change =>
  (task, random) =>
    eachRun(task, (run) => {
      if (random.next() >= part) return run;
      return { ...run, outcome: random.next() < 0.8 ? 'transient' : 'permanent' };
    });

const dying =
  (part: number): Change =>
  (task, random) =>
    eachRun(task, (run) => (random.next() < part ? { ...run, outcome: 'die' } : run));

/** Reports around both limits, and far above. */
const reporting =
  ({ knobs }: Plan): Change =>
  (task, random) => {
    const { softTokens, hardTokens } = knobs;
    const amounts = [
      null,
      0,
      softTokens,
      softTokens + 1,
      hardTokens,
      hardTokens,
      hardTokens + 1,
      10 * hardTokens,
    ];
    return eachRun(task, (run) => ({ ...run, tokens: random.pick(amounts) }));
  };

/** The same for every submission of one key or id: its own place in the draw is its id. */
const retried: Change = (task, random) => ({
  ...task,
  submit: { ...task.submit, maxRetries: random.integer(5) },
});

function eachRun(task: PlannedTask, change: (run: RunBehaviour) => RunBehaviour): PlannedTask {
  const [first, ...others] = task.runs;
  return { ...task, runs: [change(first), ...others.map(change)] };
}

/** The task, and for some tasks a second submission: same key or same id, at once, soon or late. */
function twinsOf(task: PlannedTask, all: Random): readonly PlannedTask[] {
  const random = all.fork(`twin ${task.submit.id}`);
  if (task.fault !== null || task.submit.idempotencyKey !== undefined || random.next() > 0.3) return [task];
  const { id } = task.submit;
  const submit = { ...task.submit, idempotencyKey: `key-${id}` };
  const at = task.at + random.pick([0, random.integer(seconds(5)), random.integer(minutes(3))]);
  const twin = random.next() < 0.7 ? { ...submit, id: `${id}.twin` } : submit;
  return [
    { ...task, submit },
    { ...task, at, submit: twin, fault: 'duplicate-enqueue' },
  ];
}
