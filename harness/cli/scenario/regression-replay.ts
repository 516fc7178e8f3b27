/** `gate scenario replay` of a regression: its planted bug must be caught again, and without it nothing be accused. */

import type { Composition } from '../../composition.js';
import type { Check } from '../../outcome/outcome.js';
import type { RunResult } from '../../run/run.js';
import type { Regression } from '../../scenario/regression.js';
import type { Scenario } from '../../scenario/scenario.js';
import { simulatePlan } from '../../search/play-job.js';
import { checksOf } from '../../shrink/trials.js';
import { oneLine } from '../../terminal/printable.js';
import type { Answer } from '../answer.js';
import { EXIT_CODES } from '../exit-code.js';
import { witnessTimeline } from './witness-timeline.js';

type Stage = Pick<Composition, 'scenarios' | 'systems'>;

/** One side of a regression: the system with or without the planted bug. */
export interface Side {
  readonly run: RunResult;
  readonly checks: readonly Check[];
}

export interface Replayed {
  /** Null when the regression names no planted bug. */
  readonly planted: Side | null;
  readonly asItIs: Side;
  /** What is not as the file expects, a sentence each. */
  readonly surprises: readonly string[];
}

/** Plays both sides. @throws when the scenario of the plan is unknown */
export async function playRegression(regression: Regression, stage: Stage): Promise<Replayed> {
  const { plan, expects } = regression;
  const scenario = stage.scenarios.find(({ id }) => id === plan.scenario);
  if (scenario === undefined) throw new Error(`expected a known scenario, found ${plan.scenario}`);
  const { plantedBug } = expects;
  const planted =
    plantedBug === null ? null : await sideOf(scenario, { regression, mutant: plantedBug, stage });
  const asItIs = await sideOf(scenario, { regression, mutant: null, stage });
  const surprises = violated(asItIs).map(({ invariant }) => `${invariant} is violated without a planted bug`);
  if (planted === null && !hasJudged(asItIs, expects.isCaughtBy)) {
    surprises.push(`${expects.isCaughtBy} finds nothing to judge in it any more`);
  }
  if (planted !== null && !violated(planted).some(({ invariant }) => invariant === expects.isCaughtBy)) {
    surprises.push(`${plantedBug} is not caught by ${expects.isCaughtBy}`);
  }
  return { planted, asItIs, surprises };
}

/** Replays and tells. Exit code 1 when anything is not as the file expects. */
export async function replayRegression(regression: Regression, stage: Stage): Promise<Answer> {
  const replayed = await playRegression(regression, stage);
  const { planted, asItIs, surprises } = replayed;
  const { plan, expects } = regression;
  const sections = [
    `${plan.scenario}  seed ${plan.seed}  regression of ${expects.isCaughtBy}`,
    planted === null ? '' : `with ${expects.plantedBug}:\n${sideText(planted)}`,
    `without a planted bug:\n${sideText(asItIs)}`,
    surprises.length === 0 ? 'as expected' : surprises.map((what) => `not as expected: ${what}`).join('\n'),
  ];
  return {
    text: sections.filter((section) => section !== '').join('\n\n'),
    json: {
      outcome: surprises.length === 0 ? 'as-expected' : 'not-as-expected',
      surprises,
      planted: planted?.checks ?? null,
      asItIs: asItIs.checks,
    },
    exitCode: surprises.length === 0 ? EXIT_CODES.holds : EXIT_CODES.violated,
  };
}

async function sideOf(
  scenario: Scenario,
  { regression, mutant, stage }: { regression: Regression; mutant: string | null; stage: Stage },
): Promise<Side> {
  const run = await simulatePlan(regression.plan, mutant, stage);
  return { run, checks: checksOf(scenario, regression.plan, run) };
}

function violated({ checks }: Side): readonly Check[] {
  return checks.filter(({ result }) => result.result === 'violated');
}

/** Whether the run gave an invariant a chance to break: nothing else shows that a real bug would be caught again. */
function hasJudged({ checks }: Side, by: string): boolean {
  return checks.some(({ invariant, result }) => invariant === by && result.result !== 'unknown');
}

function sideText(side: Side): string {
  const told = violated(side).map(({ invariant, name, result }) =>
    result.result === 'violated'
      ? `${invariant} ${name} is violated: ${oneLine(result.because)}\n${witnessTimeline(side.run.history, result.witness)}`
      : '',
  );
  return told.length === 0 ? 'nothing is violated' : told.join('\n');
}
