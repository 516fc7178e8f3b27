/** `gate scenario run`: plays one scenario, says what came of it, and leaves the run where it can be replayed. */
import { join, resolve } from 'node:path';
import type { Composition } from '../../composition.js';
import { FolderTaken } from '../../history/sole-file.js';
import { clearRun } from '../../run/artefact.js';
import { keptIn } from '../../run/kept.js';
import { type Choice, lacking, play, systemFor } from '../../run/play.js';
import type { SystemUnderTest } from '../../sut.js';
import { shownPath } from '../../terminal/typed-path.js';
import { type Answer, answerFor } from '../answer.js';
import { EXIT_CODES, EXIT_NOT_APPLICABLE } from '../exit-code.js';
import { keptLine, outcomeText } from './outcome-text.js';

/** Plays, and answers what to print and how to end. `out`: another folder than the usual one. */
export async function runScenario(
  choice: Choice,
  terms: { readonly composition: Composition; readonly out: string | null },
): Promise<Answer> {
  const { composition, out } = terms;
  try {
    const sut = await systemFor(choice, composition);
    const missing = lacking(choice.scenario, sut);
    if (missing.length > 0) return notApplicable(choice, `${sut.name} does not offer ${missing.join(', ')}`);
    const folder = out === null ? usualFolder(choice, composition.projectRoot) : resolve(out);
    // The usual folder belongs to this command: the latest run of the same choice replaces the one before.
    if (out === null) await clearRun(folder);
    return await playIn(folder, choice, sut);
  } catch (error) {
    return answerFor(error);
  }
}

async function playIn(folder: string, choice: Choice, sut: SystemUnderTest): Promise<Answer> {
  const files = shownPath(folder);
  try {
    const { run, verdict } = await play(choice, { sut, folder, shown: files });
    const kept = await keptIn(folder);
    const text = outcomeText(verdict, { history: run.history, files, kept });
    return { text, json: { ...verdict, files, kept }, exitCode: EXIT_CODES[verdict.outcome] };
  } catch (error) {
    // What lies in a folder that was taken is another run's.
    if (error instanceof FolderTaken) throw error;
    const { text, json, exitCode } = answerFor(error);
    const kept = await keptIn(folder);
    return { text: `${text}\n${keptLine(files, kept)}`.trimEnd(), json: { ...json, kept }, exitCode };
  }
}

function usualFolder(choice: Choice, projectRoot: string): string {
  const { scenario, seed, mode, system, backend = 'atomic' } = choice;
  const simulated = backend === 'atomic' ? 'sim' : backend;
  const name = `seed-${seed}-${mode === 'simulated' ? simulated : 'real'}${system === 'control' ? '-control' : ''}`;
  return join(projectRoot, 'reports', 'scenarios', scenario.id, name);
}

function notApplicable({ scenario, seed, mode }: Choice, because: string): Answer {
  const json = { scenario: scenario.id, seed, mode, outcome: 'not applicable', because };
  return { text: `${scenario.id} is not applicable: ${because}`, json, exitCode: EXIT_NOT_APPLICABLE };
}
