/**
 * `gate scenario prove`: the evidence of one scenario. It must hold, and with its planted bug it must not: a test that
 * cannot fail proves nothing. Both runs are left in one attempt, whatever came of them.
 */
import { join, relative, resolve } from 'node:path';
import { openAttempt } from '../../gates/record/attempt.js';
import type { ArtefactRole } from '../../gates/record/record.js';
import { FINAL_FILE, HISTORY_FILE, PLAN_FILE, VERDICT_FILE } from '../artefact.js';
import type { Answer } from './answer.js';
import type { Composition } from './composition.js';
import { outcomeText } from './outcome-text.js';
import { type Choice, type Played, play, systemFor } from './play.js';

const CONTROL_FOLDER = 'control';

const FILES: readonly { readonly path: string; readonly role: ArtefactRole }[] = [
  { path: PLAN_FILE, role: 'plan' },
  { path: HISTORY_FILE, role: 'events' },
  { path: FINAL_FILE, role: 'db-snapshot' },
  { path: VERDICT_FILE, role: 'results' },
];

/** Runs main and control, and closes an attempt in the evidence folder. */
export async function proveScenario(
  choice: Omit<Choice, 'system'>,
  terms: { readonly composition: Composition; readonly evidence: string },
): Promise<Answer> {
  const { scenario, mode, seed } = choice;
  const { composition } = terms;
  const evidence = resolve(terms.evidence);
  const flag = mode === 'simulated' ? 'sim' : 'real';
  const shownEvidence = relative(composition.projectRoot, evidence);
  const attempt = await openAttempt(evidence, {
    kind: 'failure-scenario',
    name: scenario.id,
    mode: mode === 'simulated' ? 'simulated' : 'wallclock',
    command: `npx gate scenario prove ${scenario.id} --mode ${flag} --seed ${seed} --evidence ${shownEvidence}`,
  });
  const playIn = async (system: Choice['system'], folder: string): Promise<Played> => {
    const whole: Choice = { ...choice, system };
    const shown = relative(composition.projectRoot, folder);
    return play(whole, { sut: await systemFor(whole, composition), folder, shown });
  };
  const main = await playIn('as-it-is', attempt.folder);
  const control = await playIn('control', join(attempt.folder, CONTROL_FOLDER));
  const proven = main.verdict.outcome === 'holds' && control.verdict.outcome === 'violated';
  await attempt.close({
    artefacts: [
      ...FILES,
      ...FILES.map(({ path }) => ({ path: `${CONTROL_FOLDER}/${path}`, role: 'control' as const })),
    ],
    claimed: { result: proven ? 'PASSED' : 'FAILED', counts: countsOf(main, control) },
    exitCode: proven ? 0 : 1,
  });
  return answer({ main, control, proven }, relative(composition.projectRoot, attempt.folder));
}

function countsOf(main: Played, control: Played): Record<string, number> {
  return {
    ...main.verdict.marks,
    lines: main.run.history.ops.length,
    violatedByControl: control.verdict.checks.filter(({ result }) => result.result === 'violated').length,
  };
}

function answer(
  { main, control, proven }: { readonly main: Played; readonly control: Played; readonly proven: boolean },
  files: string,
): Answer {
  const sides = [
    outcomeText(main.verdict, { history: main.run.history, files }),
    outcomeText(control.verdict, { history: control.run.history, files: `${files}/${CONTROL_FOLDER}` }),
  ];
  const verdict = proven
    ? 'proven: it holds, and its planted bug is caught'
    : `not proven: expected holds and, with the planted bug, violated; found ${main.verdict.outcome} and ${control.verdict.outcome}`;
  return {
    text: [...sides, verdict].join('\n\n---\n\n'),
    json: { proven, files, main: main.verdict, control: control.verdict },
    exitCode: proven ? 0 : 1,
  };
}
