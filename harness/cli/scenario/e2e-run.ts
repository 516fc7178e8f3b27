/** `gate e2e run`: plays one story with the built programs and, when asked, leaves it as evidence. */
import { join, relative, resolve } from 'node:path';
import type { Composition } from '../../composition.js';
import type { E2e } from '../../e2e/e2e.js';
import { clearE2e, E2E_FILES, type E2eVerdict, runE2e } from '../../e2e/run-e2e.js';
import { shownPath } from '../../terminal/typed-path.js';
import { type Answer, answerFor } from '../answer.js';

/** Where the record of a story goes, null where nobody says: `reports/e2e/<id>`. */
interface E2eTarget {
  readonly composition: Composition;
  /** An attempt of this evidence folder. */
  readonly evidence: string | null;
  readonly out: string | null;
}

/** Plays the story and leaves its record. */
export async function runE2eCommand(e2e: E2e, { composition, evidence, out }: E2eTarget): Promise<Answer> {
  try {
    return await (evidence === null
      ? playIn(e2e, composition, out)
      : playAsEvidence(e2e, composition, resolve(evidence)));
  } catch (error) {
    return answerFor(error);
  }
}

async function playIn(e2e: E2e, composition: Composition, out: string | null): Promise<Answer> {
  const { projectRoot, programs } = composition;
  const folder = out === null ? join(projectRoot, 'reports', 'e2e', e2e.id) : resolve(out);
  // The usual folder belongs to this command: the latest telling of a story replaces the one before.
  if (out === null) await clearE2e(folder);
  return answer(await runE2e(e2e, { projectRoot, programs, out: folder }), shownPath(folder));
}

async function playAsEvidence(e2e: E2e, composition: Composition, folder: string): Promise<Answer> {
  const { projectRoot, programs, openAttempt } = composition;
  const attempt = await openAttempt(folder, {
    kind: 'e2e-scenario',
    name: e2e.id,
    mode: 'wallclock',
    command: `npx gate e2e run ${e2e.id} --evidence ${relative(projectRoot, folder)}`,
  });
  const verdict = await runE2e(e2e, { projectRoot, programs, out: attempt.folder });
  await attempt.close({
    artefacts: [
      { path: E2E_FILES.timeline, role: 'timeline' },
      { path: E2E_FILES.final, role: 'db-snapshot' },
      { path: E2E_FILES.verdict, role: 'results' },
    ],
    claimed: { result: verdict.result, counts: { commands: verdict.commands } },
    exitCode: verdict.result === 'PASSED' ? 0 : 1,
  });
  return answer(verdict, shownPath(attempt.folder));
}

function answer(verdict: E2eVerdict, files: string): Answer {
  const { id, says, result, because, commands } = verdict;
  const lines = [
    `${id}  ${says}`,
    ...(because === null ? [] : ['', because]),
    '',
    `${result}  ${commands} commands  ${files}`,
  ];
  return { text: lines.join('\n'), json: { ...verdict, files }, exitCode: result === 'PASSED' ? 0 : 1 };
}
