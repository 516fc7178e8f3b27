/** `gate e2e run`: plays one story with the built programs and, when asked, leaves it as evidence. */
import { join, relative, resolve } from 'node:path';
import type { Composition } from '../../composition.js';
import type { E2e } from '../../e2e/e2e.js';
import { E2E_FILES, type E2eVerdict, runE2e } from '../../e2e/run-e2e.js';
import { shownPath } from '../../terminal/typed-path.js';
import type { Answer } from '../answer.js';

/** Plays the story; its record goes to `reports/e2e/<id>` or into an attempt of the evidence folder. */
export async function runE2eCommand(
  e2e: E2e,
  terms: { readonly composition: Composition; readonly evidence: string | null },
): Promise<Answer> {
  const { composition, evidence } = terms;
  const { projectRoot, programs, openAttempt } = composition;
  if (evidence === null) {
    const out = join(projectRoot, 'reports', 'e2e', e2e.id);
    return answer(await runE2e(e2e, { projectRoot, programs, out }), shownPath(out));
  }
  const folder = resolve(evidence);
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
