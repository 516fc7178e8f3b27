/**
 * `gate scenario prove`: the evidence of one scenario. It must hold with every seed, and with its planted bug it must
 * not: a test that cannot fail proves nothing. All runs are left in one attempt, whatever came of them, also of a run
 * that the harness could not play to its end: what those before it showed is evidence.
 */
import { join, relative, resolve } from 'node:path';
import type { AttemptOutcome } from '../../../gates/record/attempt.js';
import type { Composition } from '../../composition.js';
import { EVIDENCE_FILES } from '../../run/artefact.js';
import { keptIn } from '../../run/kept.js';
import { type Choice, type Played, play, systemFor } from '../../run/play.js';
import type { Answer } from '../answer.js';
import { EXIT_CODES } from '../exit-code.js';
import { outcomeText } from './outcome-text.js';

const CONTROL_FOLDER = 'control';

export interface ProveTerms {
  readonly composition: Composition;
  readonly evidence: string;
  /** How many runs, with the seed of the choice and those after it. */
  readonly runs: number;
}

/** Plays the runs and the control, and closes an attempt in the evidence folder. */
export async function proveScenario(choice: Omit<Choice, 'system'>, terms: ProveTerms): Promise<Answer> {
  const { scenario, mode, seed } = choice;
  const { composition, runs } = terms;
  const evidence = resolve(terms.evidence);
  const flag = mode === 'simulated' ? 'sim' : 'real';
  const shownEvidence = relative(composition.projectRoot, evidence);
  const attempt = await composition.openAttempt(evidence, {
    kind: 'failure-scenario',
    name: scenario.id,
    mode: mode === 'simulated' ? 'simulated' : 'wallclock',
    command: `npx gate scenario prove ${scenario.id} --mode ${flag} --seed ${seed} --runs ${runs} --evidence ${shownEvidence}`,
  });
  const playIn = async (below: string, changes: Pick<Choice, 'seed' | 'system'>): Promise<Placed> => {
    const whole: Choice = { ...choice, ...changes };
    const folder = join(attempt.folder, below);
    const shown = relative(composition.projectRoot, folder);
    const played = await play(whole, { sut: await systemFor(whole, composition), folder, shown });
    return { ...played, below, shown, kept: await keptIn(folder) };
  };
  const played: Placed[] = [];
  const playAll = async (): Promise<Placed> => {
    for (let nth = 1; nth <= runs; nth += 1) {
      const below = nth === 1 ? '' : `run-${nth}/`;
      played.push(await playIn(below, { seed: seed + nth - 1, system: 'as-it-is' }));
    }
    return playIn(`${CONTROL_FOLDER}/`, { seed, system: 'control' });
  };
  const control = await playAll().catch(async (error: unknown) => {
    if (played.length > 0) await attempt.close(outcomeOf(played, null, EXIT_CODES.broken));
    throw error;
  });
  const held = played.every(({ verdict }) => verdict.outcome === 'holds');
  const proven = held && control.verdict.outcome === 'violated';
  await attempt.close(outcomeOf(played, control, proven ? 0 : 1));
  return answer({ played, control, proven }, relative(composition.projectRoot, attempt.folder));
}

/** What an attempt leaves: every run that was played to its end. */
function outcomeOf(played: readonly Placed[], control: Placed | null, exitCode: number): AttemptOutcome {
  const controls = control === null ? [] : filesOf(control);
  return {
    artefacts: [
      ...played.flatMap(filesOf),
      ...controls.map(({ path }) => ({ path, role: 'control' as const })),
    ],
    claimed: { result: exitCode === 0 ? 'PASSED' : 'FAILED', counts: countsOf(played, control) },
    exitCode,
  };
}

function filesOf({ below, kept }: Placed): AttemptOutcome['artefacts'] {
  const files = [...EVIDENCE_FILES, ...kept.map((path) => ({ path, role: 'log' as const }))];
  return files.map(({ path, role }) => ({ path: `${below}${path}`, role }));
}

interface Placed extends Played {
  /** Folder below the attempt, empty or ending in a slash; and the whole as a person types it. */
  readonly below: string;
  readonly shown: string;
  /** What it kept because it failed, below its folder. */
  readonly kept: readonly string[];
}

/** Marks and lines over all runs. */
function countsOf(played: readonly Played[], control: Played | null): Record<string, number> {
  const counts: Record<string, number> = { lines: 0 };
  for (const { verdict, run } of played) {
    for (const [mark, count] of Object.entries(verdict.marks)) counts[mark] = (counts[mark] ?? 0) + count;
    counts['lines'] = (counts['lines'] ?? 0) + run.history.ops.length;
  }
  return {
    ...counts,
    violatedByControl:
      control?.verdict.checks.filter(({ result }) => result.result === 'violated').length ?? 0,
  };
}

function answer(
  {
    played,
    control,
    proven,
  }: { readonly played: readonly Placed[]; readonly control: Placed; readonly proven: boolean },
  files: string,
): Answer {
  const sides = [...played, control].map(({ verdict, run, shown, kept }) =>
    outcomeText(verdict, { history: run.history, files: shown, kept }),
  );
  const outcomes = [...new Set(played.map(({ verdict }) => verdict.outcome))].join(', ');
  const verdict = proven
    ? 'proven: it holds, and its planted bug is caught'
    : `not proven: expected holds and, with the planted bug, violated; found ${outcomes} and ${control.verdict.outcome}`;
  return {
    text: [...sides, verdict].join('\n\n---\n\n'),
    json: { proven, files, runs: played.map((one) => one.verdict), control: control.verdict },
    exitCode: proven ? 0 : 1,
  };
}
