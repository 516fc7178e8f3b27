/** `gate scenario show`: one scenario in words, from what its author wrote and from the plan of a seed. */
import type { RunMode } from '../../../gates/record/history.js';
import { BASIC_GUARDS } from '../../checkers/basic.js';
import type { Checker } from '../../checkers/checker.js';
import {
  isOfStore,
  type Plan,
  type PlannedFault,
  type PlannedTask,
  statementOf,
} from '../../scenario/plan.js';
import type { Scenario } from '../../scenario/scenario.js';
import { columns } from '../../terminal/columns.js';
import { lengthText, offText } from '../../timeline/words.js';
import type { Answer } from '../answer.js';

/** The scenario as it is planned for a seed, in both modes. */
export function showScenario(scenario: Scenario, seed: number): Answer {
  const modes = ['simulated', 'real'] as const;
  const text = [
    `${scenario.id}\n${scenario.says}`,
    columns(facts(scenario)),
    ...modes.map((mode) => staging(mode, scenario.plan(seed, mode))),
    `next: npx gate scenario run ${scenario.id} --seed ${seed}`,
  ];
  const plans = Object.fromEntries(modes.map((mode) => [mode, scenario.plan(seed, mode)]));
  const { guards, standing, plan: _, ...told } = scenario;
  const json = { ...told, guards: guards.map(named), standing: standing.map(named), seed, plans };
  return { text: text.join('\n\n'), json, exitCode: 0 };
}

function named({ invariant, name }: Checker): { readonly invariant: string; readonly name: string } {
  return { invariant, name };
}

function titleOf({ invariant, name }: Checker): string {
  return `${invariant} ${name}`;
}

function facts({ needs, mustSee, guards, standing, control }: Scenario): readonly (readonly string[])[] {
  const own = guards.filter((guard) => !BASIC_GUARDS.includes(guard));
  return [
    ['needs', needs.join(', ')],
    ['must see', mustSee.join(', ')],
    ...listed('guards', own.map(titleOf)),
    ...listed('as every one', BASIC_GUARDS.filter((guard) => guards.includes(guard)).map(titleOf)),
    ['watched by', standing.map(titleOf).join(', ')],
    ['planted bug', `${control}, which must make it fail`],
  ];
}

function staging(mode: RunMode, plan: Plan): string {
  const { actors, knobs } = plan;
  const who = [
    counted(actors.submitters, 'submitter'),
    counted(actors.workers, 'worker') +
      (actors.workerName === undefined ? '' : ` under the one name ${actors.workerName}`) +
      (actors.polling === 'in-step' ? ', asking in step' : ''),
    counted(actors.watchdogs, 'watchdog'),
    ...(actors.operators > 0 ? [counted(actors.operators, 'operator')] : []),
  ];
  const times =
    `lease ${lengthText(knobs.leaseMs)}, heartbeat every ${lengthText(knobs.heartbeatMs)}, ` +
    `poll every ${lengthText(knobs.pollMs)}, sweep every ${lengthText(knobs.sweepMs)}, ` +
    `backoff ${knobs.backoffMs.map(lengthText).join(', ')}`;
  const rows = [
    ['who', who.join('; ')],
    ['times', times],
    ...listed('work', workOf(plan.tasks)),
    ...listed(
      'operators',
      plan.operations.map(({ at, op, task }) => `${op} ${task} at ${lengthText(at)}`),
    ),
    ...listed('faults', plan.faults.map(faultText)),
  ];
  return `${mode === 'simulated' ? 'Simulated' : 'Real'}, seed ${plan.seed}\n${columns(rows)}`;
}

/** Tasks by kind: how many, how they run, and how many are submitted again. */
function workOf(tasks: Plan['tasks']): readonly string[] {
  const kinds = new Map<string, PlannedTask[]>();
  for (const task of tasks) {
    const kind = task.submit.id.replace(/-\d+(\.again-\d+)?$/, '');
    kinds.set(kind, [...(kinds.get(kind) ?? []), task]);
  }
  return [...kinds].map(([kind, own]) => {
    const firsts = own.filter(({ fault }) => fault === null);
    const again = own.length - firsts.length;
    const last = Math.max(...own.map(({ at }) => at));
    const copies = again === 0 ? '' : `, submitted again ${counted(again, 'time')}`;
    return `${counted(firsts.length, 'task')} ${kind} within ${lengthText(last)}${copies}: ${endings(firsts)}`;
  });
}

/** How the runs of tasks end, by the number of the run; beyond the last that is told, all are the same. */
function endings(tasks: readonly PlannedTask[]): string {
  const most = Math.max(...tasks.map(({ runs }) => runs.length));
  const told = Array.from({ length: most }, (_, nth) => endingOf(tasks, nth));
  const changes = told.filter((one, nth) => one !== told[nth - 1]);
  return changes.join(', then ');
}

function endingOf(tasks: readonly PlannedTask[], nth: number): string {
  const words = { done: 'works', transient: 'fails', permanent: 'fails for good', die: 'dies' } as const;
  const outcomes = tasks.flatMap(({ runs }) => runs[nth]?.outcome ?? []);
  return [...new Set(outcomes)].map((outcome) => words[outcome]).join(' or ');
}

const WHEN = {
  pre: 'just before',
  mid: 'in the midst of',
  post: 'when it is answered, unheard, at',
} as const;
const STRIKES: Readonly<Record<PlannedFault['kind'], string>> = {
  kill: 'kill',
  pause: 'pause',
  slow: 'slow down',
  'clock-skew': 'drift the clock of',
  'clock-step': 'step the clock of',
  'store-lock': 'lock the store',
  'store-full': 'fill the store',
  'io-error': 'fail the disk of',
  'slow-disk': 'slow the disk',
  'reply-lost': 'lose answers to',
};

/** A fault in words: `pause whoever makes complete number 3, just before it, for 2.7 min`. */
function faultText(fault: PlannedFault): string {
  const { kind, target, anchor, forMs } = fault;
  const lasts = `${figureText(fault)}for ${lengthText(forMs)}`;
  const what = STRIKES[kind];
  if ('at' in anchor) {
    const whom = isOfStore(kind) ? '' : ` ${target === 'any' ? 'a worker' : target}`;
    return `${what}${whom} at ${lengthText(anchor.at)}, ${lasts}`;
  }
  const whose = isOfStore(kind) || target === 'any' ? '' : ` of ${target}`;
  const whom = isOfStore(kind) ? '' : ` ${target === 'any' ? 'its caller' : target}`;
  return `${what}${whom} ${WHEN[anchor.phase]} ${anchor.op} number ${anchor.nth}${whose}, ${lasts}`;
}

function figureText(fault: PlannedFault): string {
  const statement = statementOf(fault);
  if (statement !== null) return `at statement ${statement}, `;
  if (fault.kind === 'slow') return `${fault.times} times as long, `;
  if (fault.kind === 'slow-disk') return `${lengthText(fault.commitMs)} a commit, `;
  return 'byMs' in fault ? `${offText(fault.byMs)}, ` : '';
}

/** Rows of a list: the word stands beside the first. */
function listed(word: string, items: readonly string[]): readonly (readonly string[])[] {
  return items.map((item, position) => [position === 0 ? word : '', item]);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
