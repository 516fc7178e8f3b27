/** What `gate scenario replay` answers, by how the run and its replay compare. */
import type { Outcome } from '../../outcome/outcome.js';
import { type Artefact, drawTimeline } from '../../run/artefact.js';
import type { Answer } from '../answer.js';
import { EXIT_CODES } from '../exit-code.js';
import type { Parting } from './first-difference.js';
import { pictureLine } from './outcome-text.js';

/** What to type instead: a run with processes has no other run of the same lines. */
export function realRun(folder: string, { history, verdict }: Artefact): Answer {
  const { mode, scenario, seed, control } = history.header;
  const usual = `npx gate scenario run ${scenario} --seed ${seed} --mode real${control === null ? '' : ' --control'}`;
  const replay = verdict?.replay ?? usual;
  const text = `${folder} is a run with processes; its plan is replayed by: ${replay}`;
  return { text, json: { folder, mode, replay }, exitCode: EXIT_CODES.unknown };
}

/**
 * A run that cannot be compared: what differs says nothing of the system. `anew`: what its plan ends as here, where it
 * was played.
 */
export function madeBy(what: 'plan' | 'build', because: readonly string[], anew?: Outcome): Answer {
  const next = what === 'plan' ? 'put its own plan.json back' : 'replay it with the build that made it';
  const lines = [
    `invalid: made by another ${what}`,
    ...because.map((each) => `- ${each}`),
    ...(anew === undefined ? [] : [`judged anew here: ${anew.outcome} (${accusedText(anew)})`]),
    `next: ${next}, or play the run again`,
  ];
  const here = anew === undefined ? {} : { anew: { outcome: anew.outcome, accused: accused(anew) } };
  const json = { outcome: 'invalid', madeByAnother: what, because, ...here };
  return { text: lines.join('\n'), json, exitCode: EXIT_CODES.invalid };
}

/** A run that was killed: nothing contradicts it, and nothing is known of its end. */
export function cutShort(there: number, whole: number): Answer {
  const because = `the history has no trailer: its ${there} lines are the first of ${whole}`;
  return { text: `unknown: ${because}`, json: { outcome: 'unknown', because }, exitCode: EXIT_CODES.unknown };
}

/** One plan and one build, and two runs. */
export function nondeterministic({ what, ...found }: Parting): Answer {
  const text = `nondeterministic: ${what}\nbefore: ${found.before}\nnow:    ${found.now}`;
  return { text, json: { outcome: 'nondeterministic', ...found }, exitCode: EXIT_CODES.nondeterministic };
}

/** All of the run is the same, and what was said of it is not what is said of it now. */
export function verdictIsAnother(artefact: Artefact, wrong: readonly string[]): Answer {
  const text = `invalid: ${sameText(artefact)}, but its verdict is another\n${wrong.map((each) => `- ${each}`).join('\n')}`;
  return { text, json: { outcome: 'invalid', because: wrong }, exitCode: EXIT_CODES.invalid };
}

/** All of it is the same. Draws what is violated, as the run itself did. */
export async function identical(
  folder: string,
  { artefact, anew }: { readonly artefact: Artefact; readonly anew: Outcome },
): Promise<Answer> {
  const { verdict, history } = artefact;
  const same = sameText(artefact);
  const json = { outcome: 'identical', lines: linesOf(artefact) };
  if (verdict === null) {
    const text = `${same}\nno verdict lies beside it; judged anew: ${accusedText(anew)}`;
    return { text, json: { ...json, accused: accused(anew) }, exitCode: EXIT_CODES.holds };
  }
  await drawTimeline(folder, { history, verdict });
  const text = `${same}\n${pictureLine(verdict.checks, folder)}`.trimEnd();
  return { text, json, exitCode: EXIT_CODES.holds };
}

function sameText(artefact: Artefact): string {
  const { scenario, seed } = artefact.history.header;
  return `identical: ${linesOf(artefact)} lines of ${scenario} with seed ${seed}`;
}

function linesOf({ history }: Artefact): number {
  return history.ops.length + 2;
}

function accused({ checks }: Outcome): readonly string[] {
  return checks.flatMap(({ invariant, result }) => (result.result === 'violated' ? [invariant] : []));
}

function accusedText(anew: Outcome): string {
  return accused(anew).join(', ') || 'nothing is violated';
}
