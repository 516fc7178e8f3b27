/** `gate scenario show`: one scenario in full, and the plan that a seed makes of it. */
import type { RunMode } from '../../gates/record/history.js';
import type { Anchor, Plan, PlannedFault } from '../scenario/plan.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Answer } from './answer.js';
import { columns } from './columns.js';
import { scenarioListJson } from './scenario-list.js';

export function showScenario(scenario: Scenario, plan: Plan, mode: RunMode): Answer {
  const { knobs, actors, tasks, operations, faults } = plan;
  const facts = columns([
    ['needs', scenario.needs.join(', ')],
    ['guarded by', scenario.guards.map(({ invariant, name }) => `${invariant} ${name}`).join(', ')],
    ['must see', scenario.mustSee.join(', ')],
    ['control', scenario.control],
  ]);
  const planned = columns([
    ['actors', figures(actors)],
    ['knobs', figures(knobs)],
    ['tasks', `${tasks.length} submissions, the last at ${Math.max(0, ...tasks.map(({ at }) => at))} ms`],
    ...operations.map(({ at, op, task }) => ['operator', `${op} ${task} at ${at} ms`]),
    ...faults.map((fault) => [`fault ${fault.id}`, faultText(fault)]),
  ]);
  const text = `${scenario.id}\n${scenario.says}\n\n${facts}\n\nseed ${plan.seed}, ${mode}:\n${planned}`;
  const [about] = scenarioListJson([scenario]);
  return { text, json: { ...about, mode, plan }, exitCode: 0 };
}

function faultText({ kind, target, anchor, forMs }: PlannedFault): string {
  return `${kind} of ${target} ${anchorText(anchor)} for ${forMs} ms`;
}

function anchorText(anchor: Anchor): string {
  if ('at' in anchor) return `at ${anchor.at} ms`;
  return `${anchor.phase === 'pre' ? 'before' : 'after'} ${anchor.op} number ${anchor.nth}`;
}

function figures(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join('/') : value}`)
    .join(', ');
}
