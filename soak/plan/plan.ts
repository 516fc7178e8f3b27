/**
 * From a profile and a seed to a plan the harness can run. Pure: the same two give the same plan.
 * Each decision draws from a source of its own, so that changing one leaves the others as they were.
 */
import { type Plan, type Random, randomFrom } from '../../harness/index.js';
import { arrivalInstants } from './arrivals.js';
import { drawLength, logNormal } from './log-normal.js';
import type { Profile } from './profile.js';
import { drawPositions, drawRoles, lostWorkers, type Role } from './roles.js';

type PlannedTask = Plan['tasks'][number];
type RunBehaviour = PlannedTask['runs'][number];
type PlannedFault = Plan['faults'][number];
type PlannedOperation = Plan['operations'][number];

/** How far back a duplicate looks for the arrival whose key it repeats. */
const LEADER_REACH = 20;
/** The share of completions that is safe to anchor faults on: every run sees at least as many. */
const ANCHORED_SHARE = 0.85;

/** The plan of one soak run. */
export function soakPlan(profile: Profile, seed: number): Plan {
  const root = randomFrom(seed);
  const instants = arrivalInstants(profile, root.fork('arrivals'));
  const roles = drawRoles(profile, instants, root.fork('roles'));
  const random: TaskSources = {
    runs: root.fork('runs'),
    service: root.fork('service'),
    tokens: root.fork('tokens'),
    leaders: root.fork('leaders'),
    priority: root.fork('priority'),
  };
  const tasks = instants.map((at, position) => plannedTask({ profile, roles, random, at, position }));
  return {
    scenario: profile.id,
    seed,
    knobs: profile.knobs,
    actors: profile.actors,
    tasks,
    operations: operations(profile, tasks, roles),
    faults: [
      ...hangs(profile, instants.length, root.fork('hangs')),
      ...storeLocks(profile, instants.length, root.fork('locks')),
    ],
  };
}

interface TaskSources {
  readonly runs: Random;
  readonly service: Random;
  readonly tokens: Random;
  readonly leaders: Random;
  readonly priority: Random;
}

interface Arrival {
  readonly profile: Profile;
  readonly roles: readonly Role[];
  readonly random: TaskSources;
  readonly at: number;
  readonly position: number;
}

function plannedTask(arrival: Arrival): PlannedTask {
  const { profile, roles, random, position } = arrival;
  const role = roles[position] ?? 'plain';
  const leader = role === 'duplicate' ? leaderOf(position, roles, random.leaders) : position;
  return {
    at: arrival.at,
    submit: {
      id: taskName(position),
      priority: (['P0', 'P1', 'P1', 'P2'] as const)[random.priority.integer(4)] ?? 'P1',
      task: `soak task ${position + 1}`,
      idempotencyKey: `key-${taskName(leader)}`,
      maxRetries: profile.maxRetries,
    },
    runs: runBehaviours(profile, role, random),
    fault: role === 'duplicate' ? 'duplicate-enqueue' : null,
  };
}

function taskName(position: number): string {
  return `t-${String(position + 1).padStart(6, '0')}`;
}

/** An earlier arrival that is expected to end DONE; the nearest one before that when none is in reach. */
function leaderOf(position: number, roles: readonly Role[], random: Random): number {
  const leads = (earlier: number): boolean =>
    roles[earlier] !== 'duplicate' && roles[earlier] !== 'hard-exceed' && roles[earlier] !== 'operated';
  const reach = Array.from({ length: Math.min(LEADER_REACH, position) }, (_, back) => position - 1 - back);
  const leaders = reach.filter(leads);
  return leaders[random.integer(Math.max(1, leaders.length))] ?? 0;
}

function runBehaviours(
  profile: Profile,
  role: Role,
  random: TaskSources,
): readonly [RunBehaviour, ...RunBehaviour[]] {
  const service = logNormal(profile.service.meanMs, profile.service.p99Ms);
  const run = (outcome: RunBehaviour['outcome'], tokens: number): RunBehaviour => ({
    serviceMs: drawLength(service, [random.service.next(), random.service.next()]),
    outcome,
    tokens,
  });
  const { hardTokens } = profile.knobs;
  const within = (): number => 1 + random.tokens.integer(hardTokens);
  if (role === 'hard-exceed') return [run('done', hardTokens + 1 + random.tokens.integer(hardTokens))];
  const runs: [RunBehaviour, ...RunBehaviour[]] = [run(firstOutcome(role), within())];
  while (runs.at(-1)?.outcome !== 'done' && runs.length <= profile.maxRetries) {
    const again = random.runs.next() < profile.shares.transient;
    runs.push(run(again ? 'transient' : 'done', within()));
  }
  return runs;
}

function firstOutcome(role: Role): RunBehaviour['outcome'] {
  if (role === 'transient') return 'transient';
  return role === 'killed' ? 'die' : 'done';
}

function operations(
  profile: Profile,
  tasks: readonly PlannedTask[],
  roles: readonly Role[],
): readonly PlannedOperation[] {
  const { operator } = profile;
  if (operator === null) return [];
  return tasks.flatMap(({ at, submit }, position) => {
    if (roles[position] !== 'operated') return [];
    const cancelAt = at + operator.cancelAfterMs;
    return [
      { at: cancelAt, op: 'cancel' as const, task: submit.id },
      { at: cancelAt + operator.retryAfterMs, op: 'retry' as const, task: submit.id },
    ];
  });
}

/** Workers that hang with a finished run in hand, longer than their lease. */
function hangs(profile: Profile, arrivals: number, random: Random): readonly PlannedFault[] {
  const anchors = drawPositions(
    lostWorkers(profile, arrivals).hangs,
    Math.floor(arrivals * ANCHORED_SHARE),
    random,
  );
  return anchors.map((position, index) => ({
    id: `hang-${index + 1}`,
    kind: 'pause',
    target: 'any',
    anchor: { op: 'complete', nth: position + 1, phase: 'pre' },
    forMs: profile.hangMs,
  }));
}

/** A store locked at the very moment somebody submits or completes, by turns. */
function storeLocks(profile: Profile, arrivals: number, random: Random): readonly PlannedFault[] {
  const { fromMs, toMs } = profile.storeLock;
  const anchors = drawPositions(
    Math.round(profile.shares.storeBusy * arrivals),
    Math.floor(arrivals * ANCHORED_SHARE),
    random,
  );
  return anchors.map((position, index) => ({
    id: `lock-${index + 1}`,
    kind: 'store-lock',
    target: 'store',
    anchor: { op: index % 2 === 0 ? 'enqueue' : 'complete', nth: position + 1, phase: 'pre' },
    forMs: fromMs + random.integer(toMs - fromMs + 1),
  }));
}
