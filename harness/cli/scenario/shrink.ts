/** `gate scenario shrink`: reduces a failing run to a minimal plan, and leaves it as a file to read and to keep. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Composition } from '../../composition.js';
import { wallClock } from '../../real/wall-clock.js';
import type { Plan } from '../../scenario/plan.js';
import { readableJson } from '../../scenario/readable-json.js';
import type { Regression } from '../../scenario/regression.js';
import type { Scenario } from '../../scenario/scenario.js';
import { simulatePlan } from '../../search/play-job.js';
import { sizesText } from '../../shrink/plan-size.js';
import { type Shrunk, shrink } from '../../shrink/shrink.js';
import { oneLine } from '../../terminal/printable.js';
import { shownPath } from '../../terminal/typed-path.js';
import type { Answer } from '../answer.js';
import { EXIT_CODES } from '../exit-code.js';

export interface ShrinkChoice {
  readonly scenario: Scenario;
  readonly plan: Plan;
  /** The planted bug that was in, or null. */
  readonly mutant: string | null;
  readonly attempts: number;
  readonly seconds: number;
  readonly out: string | null;
}

/** Plays, shrinks and writes. The exit code is 4 when the plan violates nothing in simulation. */
export async function shrinkPlan(choice: ShrinkChoice, composition: Composition): Promise<Answer> {
  const { scenario, plan, mutant, attempts } = choice;
  const clock = wallClock();
  const began = clock.now();
  const shrunk = await shrink({
    scenario,
    plan,
    play: (candidate) => simulatePlan(candidate, mutant, composition),
    prefer: composition.mutants.find(({ name }) => name === mutant)?.breaks ?? null,
    attempts,
    forMs: choice.seconds * 1000,
    clock,
  });
  if (shrunk === null) return nothingToShrink(choice);
  const regression = regressionOf(shrunk, mutant);
  const path = choice.out === null ? usualPath(regression, composition) : resolve(choice.out);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${readableJson(regression)}\n`);
  const file = shownPath(path);
  const tookMs = clock.now() - began;
  return {
    text: shrinkText(shrunk, { file, tookMs, name: regressionName(regression) }),
    json: { ...shrunk, file, tookMs, replay: replayLine(file) },
    exitCode: EXIT_CODES.holds,
  };
}

/** `S2-stuck-in-progress-INV-11-seed-1.json` */
export function regressionName({ plan, expects }: Regression): string {
  return `${plan.scenario}-${expects.isCaughtBy}-seed-${plan.seed}.json`;
}

function regressionOf({ plan, invariant, because, from, to }: Shrunk, plantedBug: string | null): Regression {
  return {
    regression: 1,
    says: because,
    expects: { plantedBug, isCaughtBy: invariant, withoutIt: 'nothing is violated' },
    shrunk: {
      faults: [from.faults, to.faults],
      actors: [from.actors, to.actors],
      tasks: [from.tasks, to.tasks],
      simulatedMs: [from.simulatedMs, to.simulatedMs],
    },
    plan,
  };
}

function usualPath(regression: Regression, { projectRoot }: Composition): string {
  return join(projectRoot, 'reports', 'regressions', regressionName(regression));
}

function replayLine(file: string): string {
  return `npx gate scenario replay ${file}`;
}

function shrinkText(
  { invariant, because, from, to, played, cutShort }: Shrunk,
  { file, tookMs, name }: { readonly file: string; readonly tookMs: number; readonly name: string },
): string {
  const early: Readonly<Record<string, string>> = {
    attempts: '; not minimal: --attempts are spent',
    time: '; not minimal: --seconds are spent, another machine may get further',
  };
  return [
    `${invariant} is still violated: ${oneLine(because)}`,
    sizesText(from, to),
    `${played} plans played in ${(tookMs / 1000).toFixed(1)} s${early[cutShort ?? ''] ?? ''}`,
    `${file}  (to keep it: --out scenarios/regressions/${name})`,
    `replay: ${replayLine(file)}`,
  ].join('\n');
}

function nothingToShrink({ plan, mutant }: ShrinkChoice): Answer {
  const which = `${plan.scenario} with seed ${plan.seed}${mutant === null ? '' : ` and ${mutant}`}`;
  const because = `expected a run that violates an invariant, found none violated by ${which} in simulation`;
  const next = 'next: another --seed, or --control for the planted bug';
  return {
    text: `unknown: ${because}\n${next}`,
    json: { outcome: 'unknown', because },
    exitCode: EXIT_CODES.unknown,
  };
}
