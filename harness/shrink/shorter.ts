/**
 * The last step of a shrink: everything sooner, shorter and plainer. Each figure is tried from the smallest up, and the
 * first that still fails stays; round ones come first, because a person will read them.
 */
import type { Operation } from '../../gates/record/history.js';
import type { Anchor, Plan, PlannedFault, PlannedTask, RunBehaviour } from '../scenario/plan.js';
import type { Reduction } from './reductions.js';
import type { Trials } from './trials.js';

const ROUND_MS = [0, 1000, 10_000, 60_000] as const;

/** Tries every figure of a plan once. */
export const shorter: Reduction = async (plan, trials) => {
  let least = await firstThatFails(plan, [healedLast(plan)], trials);
  least = await firstThatFails(least, [atOnce(least), fromTheStart(least)], trials);
  for (let nth = 0; nth < least.tasks.length; nth += 1) least = await plainTask(least, nth, trials);
  for (let nth = 0; nth < least.operations.length; nth += 1) least = await soonerCommand(least, nth, trials);
  for (let nth = 0; nth < least.faults.length; nth += 1) least = await plainFault(least, nth, trials);
  return least;
};

/** Healed when every fault has struck, as a plan is that says nothing of it. */
function healedLast({ healAtOpen: _, ...plan }: Plan): Plan {
  return plan;
}

function atOnce(plan: Plan): Plan {
  return { ...plan, tasks: plan.tasks.map((task) => ({ ...task, at: 0 })) };
}

/** Everything earlier by as much as the first of it is late: what hangs together stays together. */
function fromTheStart(plan: Plan): Plan {
  const instants = plan.faults.flatMap(({ anchor }) => ('at' in anchor ? [anchor.at] : []));
  const early = Math.min(...instants, ...[...plan.tasks, ...plan.operations].map(({ at }) => at));
  if (!Number.isFinite(early)) return plan;
  return {
    ...plan,
    tasks: plan.tasks.map((task) => ({ ...task, at: task.at - early })),
    operations: plan.operations.map((operation) => ({ ...operation, at: operation.at - early })),
    faults: plan.faults.map((fault) =>
      'at' in fault.anchor ? { ...fault, anchor: { at: fault.anchor.at - early } } : fault,
    ),
  };
}

async function firstThatFails(plan: Plan, candidates: readonly Plan[], trials: Trials): Promise<Plan> {
  for (const candidate of candidates) if (await trials.fails(candidate)) return candidate;
  return plan;
}

async function plainTask(plan: Plan, nth: number, trials: Trials): Promise<Plan> {
  const at = (of: Plan) => of.tasks[nth] as PlannedTask;
  const withTask = (of: Plan, change: Partial<PlannedTask>): Plan => ({
    ...of,
    tasks: of.tasks.with(nth, { ...at(of), ...change }),
  });
  const sooner = lengthsBelow(at(plan).at).map((instant) => withTask(plan, { at: instant }));
  let least = await firstThatFails(plan, sooner, trials);
  const fewerRuns = prefixes(at(least).runs).map((runs) => withTask(least, { runs }));
  least = await firstThatFails(least, fewerRuns, trials);
  for (let run = 0; run < at(least).runs.length; run += 1) {
    for (const plainer of PLAINER_RUNS) {
      const candidates = plainer(at(least).runs[run] as RunBehaviour).map((changed) =>
        withTask(least, { runs: at(least).runs.with(run, changed) as unknown as PlannedTask['runs'] }),
      );
      least = await firstThatFails(least, candidates, trials);
    }
  }
  return least;
}

const PLAINER_RUNS: readonly ((run: RunBehaviour) => readonly RunBehaviour[])[] = [
  (run) => (run.outcome === 'done' ? [] : [{ ...run, outcome: 'done' }]),
  (run) => (run.tokens === null ? [] : [{ ...run, tokens: null }]),
  (run) => lengthsBelow(run.serviceMs).map((serviceMs) => ({ ...run, serviceMs })),
];

async function soonerCommand(plan: Plan, nth: number, trials: Trials): Promise<Plan> {
  const operation = plan.operations[nth] as Plan['operations'][number];
  const candidates = lengthsBelow(operation.at).map((at) => ({
    ...plan,
    operations: plan.operations.with(nth, { ...operation, at }),
  }));
  return firstThatFails(plan, candidates, trials);
}

async function plainFault(plan: Plan, nth: number, trials: Trials): Promise<Plan> {
  let least = plan;
  for (const plainer of [plainAnchors, earlierStatements, briefer, milder]) {
    const fault = least.faults[nth] as PlannedFault;
    const candidates = plainer(fault).map((changed) => ({
      ...least,
      faults: least.faults.with(nth, changed),
    }));
    least = await firstThatFails(least, candidates, trials);
  }
  return least;
}

function briefer(fault: PlannedFault): readonly PlannedFault[] {
  return lengthsBelow(fault.forMs)
    .filter((forMs) => forMs > 0)
    .map((forMs) => ({ ...fault, forMs }));
}

/** Less slow, a disk that is, or a clock that is off by less. */
function milder(fault: PlannedFault): readonly PlannedFault[] {
  if (fault.kind === 'slow') {
    const { times: most } = fault;
    return [2, 10, 100].filter((times) => times < most).map((times) => ({ ...fault, times }));
  }
  if (fault.kind === 'slow-disk') {
    const shorter = lengthsBelow(fault.commitMs).filter((commitMs) => commitMs > 0);
    return shorter.map((commitMs) => ({ ...fault, commitMs }));
  }
  if (!('byMs' in fault)) return [];
  const { byMs } = fault;
  const sizes = lengthsBelow(Math.abs(byMs)).filter((size) => size > 0);
  return sizes.map((size) => ({ ...fault, byMs: Math.sign(byMs) * size }));
}

/** Calls whose first a fault may just as well hang on. */
const CALLS: readonly Operation[] = ['enqueue', 'claim', 'heartbeat', 'report', 'complete', 'fail', 'sweep'];

/** The first call of some operation, else an earlier call or instant; and before a call rather than after it. */
function plainAnchors(fault: PlannedFault): readonly PlannedFault[] {
  const { anchor } = fault;
  if ('op' in anchor && anchor.nth === 1 && anchor.phase === 'pre') return [];
  const anchors: readonly Anchor[] = [
    ...CALLS.map((op) => ({ op, nth: 1, phase: 'pre' as const })),
    ...('at' in anchor ? lengthsBelow(anchor.at).map((at) => ({ at })) : earlierCalls(anchor)),
  ];
  return anchors.map((plainer) => anchored(fault, plainer));
}

/** A kill that no longer strikes within a call strikes at no statement. */
function anchored(fault: PlannedFault, anchor: Anchor): PlannedFault {
  const moved = { ...fault, anchor };
  if (moved.kind !== 'kill' || ('phase' in anchor && anchor.phase === 'mid')) return moved;
  const { statement: _, ...whole } = moved;
  return whole;
}

function earlierStatements(fault: PlannedFault): readonly PlannedFault[] {
  if (fault.kind !== 'kill' && fault.kind !== 'io-error') return [];
  const { statement = 1 } = fault;
  return Array.from({ length: statement - 1 }, (_, before) => ({ ...fault, statement: before + 1 }));
}

function earlierCalls(anchor: Extract<Anchor, { nth: number }>): readonly Anchor[] {
  const calls = Array.from({ length: Math.min(8, anchor.nth) }, (_, before) => before + 1);
  return calls
    .flatMap((nth) => [
      { ...anchor, nth, phase: 'pre' as const },
      { ...anchor, nth },
    ])
    .filter(({ nth, phase }) => nth < anchor.nth || phase !== anchor.phase);
}

/** Smaller lengths to try, from the smallest: round ones, then parts of it. */
function lengthsBelow(ms: number): readonly number[] {
  const parts = [ms / 4, ms / 2].map(Math.round);
  const all = [...ROUND_MS, ...parts].filter((length) => length < ms);
  return [...new Set(all)].sort((one, other) => one - other);
}

/** The first run, the first two, … but not all of them. */
function prefixes(runs: PlannedTask['runs']): readonly PlannedTask['runs'][] {
  const [first, ...others] = runs;
  return others.map((_, kept) => [first, ...others.slice(0, kept)] as const);
}
