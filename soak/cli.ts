/**
 * The soak's part of the command line: `gate soak run`. It reads arguments, prints, and leaves evidence;
 * what a run is lies in `run-soak.ts`. The exit code is set, never forced, so that output is always whole.
 */

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { OpenAttempt } from '../gates/record/attempt.js';
import { readCandidate } from '../gates/record/candidate-file.js';
import type { Backend, SystemUnderTest } from '../harness/index.js';
import { folded, widthOf } from '../harness/terminal/fold.js';
import { backendOption, wholeNumber } from '../harness/terminal/options.js';
import { showProgress } from '../harness/terminal/progress.js';
import { shownPath, whyNoFolder } from '../harness/terminal/typed-path.js';
import { untilTold } from '../harness/terminal/until-told.js';
import type { Profile } from './plan/profile.js';
import { day } from './plan/profiles/day.js';
import { nightly } from './plan/profiles/nightly.js';
import { smoke } from './plan/profiles/smoke.js';
import { threeDays } from './plan/profiles/three-days.js';
import { runSoak, type SoakOutcome } from './run-soak.js';
import { filesText, summaryText } from './verdict/summary.js';
import { EXIT_CODES } from './verdict/verdict.js';
import type { SoakTerms } from './watch/play-soak.js';
import { progressLine } from './watch/progress-line.js';

/** What the program brings: the systems, which soak itself must not know. */
export interface SoakComposition {
  readonly systems: {
    readonly simulated: (terms: { readonly backend: Backend; readonly commits: 'each' }) => SystemUnderTest;
    readonly real: () => SystemUnderTest;
  };
  readonly projectRoot: string;
  /** How evidence is left for a candidate. */
  readonly openAttempt: OpenAttempt;
}

const PROFILES: readonly Profile[] = [day, threeDays, smoke, nightly];
const DEFAULT_SEED = 1;
const EXIT_USAGE = 64;

interface RunOptions {
  readonly profile: string;
  readonly clock: 'virtual' | 'wall';
  readonly seed: number;
  readonly backend: Backend;
  readonly evidence?: string;
  readonly out?: string;
  readonly json?: true;
}

/** Adds `soak run` below the program. */
export function addSoakCommands(program: Command, composition: SoakComposition): void {
  const soak = program.command('soak').description('keep a system under load for hours, or for days');
  soak
    .command('run')
    .description('play a profile and hold what happened against its objectives')
    .addOption(
      new Option('--profile <name>', 'what to play: A is 24 h, B is 72 h')
        .choices(PROFILES.map(({ letter }) => letter))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--clock <clock>', 'virtual simulates; wall runs real processes for the whole length')
        .choices(['virtual', 'wall'])
        .makeOptionMandatory(),
    )
    .option('--seed <number>', 'same seed, same plan', wholeNumber, DEFAULT_SEED)
    .addOption(backendOption())
    .addOption(new Option('--evidence <folder>', "leave evidence in a candidate's folder").conflicts('out'))
    .option('--out <folder>', 'where the files go; it must be empty or absent')
    .option('--json', 'print the summary as JSON')
    .action(async (options: RunOptions, command: Command) => {
      try {
        await run(options, composition);
      } catch (error) {
        if (error instanceof InvalidArgumentError) {
          command.error(`error: ${error.message}`, { exitCode: EXIT_USAGE });
        }
        if (!isOverdue(error)) throw error;
        process.stderr.write(
          `ERROR RUN_OVERDUE: ${error.message}. The run left no evidence; type it again.\n`,
        );
        process.exitCode = EXIT_CODES['history-invalid'];
      }
    });
}

/** The harness gave the run up: the system never came to rest. */
function isOverdue(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'RUN_OVERDUE';
}

async function run(options: RunOptions, composition: SoakComposition): Promise<void> {
  const profile = PROFILES.find(({ letter }) => letter === options.profile) as Profile;
  const { clock, seed, backend } = options;
  if (backend !== 'atomic' && (clock === 'wall' || options.evidence !== undefined)) {
    throw new InvalidArgumentError('expected --backend with --clock virtual and without --evidence');
  }
  const sut =
    clock === 'virtual'
      ? composition.systems.simulated({ backend, commits: 'each' })
      : composition.systems.real();
  const terms = { profile, seed, clock, sut };
  const { summary, files, folder } =
    options.evidence === undefined
      ? await runInto(await ownFolder(options, composition), terms)
      : await runAsEvidence({ ...terms, evidence: options.evidence }, composition);
  const told = `${summaryText(summary)}\n${filesText(shownPath(folder), files)}`;
  const text = folded(told, widthOf(process.stdout));
  process.stdout.write(`${options.json ? JSON.stringify(summary) : text}\n`);
  process.exitCode = summary.exitCode;
}

type Asked = Pick<SoakTerms, 'profile' | 'seed' | 'clock' | 'sut'>;
interface Ran extends SoakOutcome {
  readonly folder: string;
}

async function runAsEvidence(
  { evidence, ...asked }: Asked & { readonly evidence: string },
  { openAttempt }: SoakComposition,
): Promise<Ran> {
  const { profile, clock, seed } = asked;
  await readCandidate(evidence);
  const simulated = clock === 'virtual';
  const attempt = await openAttempt(evidence, {
    kind: simulated ? 'soak-sim' : 'soak-segment',
    name: profile.id,
    mode: simulated ? 'simulated' : 'wallclock',
    command: `npx gate soak run --profile ${profile.letter} --clock ${clock} --seed ${seed} --evidence ${evidence}`,
  });
  const ran = await runInto(attempt.folder, asked);
  const { verdict, exitCode, exposures, episodes, samples } = ran.summary;
  await attempt.close({
    artefacts: ran.files,
    claimed: {
      result: verdict === 'healthy' ? 'PASSED' : 'FAILED',
      counts: { arrivals: exposures[0]?.actual ?? 0, abortEpisodes: episodes.length, samples },
    },
    exitCode,
  });
  return ran;
}

async function runInto(folder: string, asked: Asked): Promise<Ran> {
  const { signal, release } = untilTold(null);
  const shown: (() => Promise<void>)[] = [];
  const totalMs = asked.profile.warmUpMs + asked.profile.lengthMs;
  try {
    const outcome = await runSoak({
      ...asked,
      folder,
      signal,
      onStarted: (progress) => {
        shown.push(showProgress(() => progressLine(progress(), totalMs)));
      },
    });
    return { ...outcome, folder };
  } finally {
    release();
    for (const end of shown) await end();
  }
}

/** The folder asked for, or the first free one of that name below `logs/soak`. */
async function ownFolder(
  { out, clock, seed, profile }: RunOptions,
  { projectRoot }: SoakComposition,
): Promise<string> {
  if (out !== undefined) return emptyFolder(out);
  const parent = join(projectRoot, 'logs', 'soak');
  await mkdir(parent, { recursive: true });
  const taken = new Set(await readdir(parent));
  const name = `${profile}-${clock}-seed-${seed}`;
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return emptyFolder(join(parent, free));
}

async function emptyFolder(folder: string): Promise<string> {
  const why = whyNoFolder('--out', folder);
  if (why !== null) throw new InvalidArgumentError(why);
  const found = await readdir(folder);
  if (found.length === 0) return folder;
  throw new InvalidArgumentError(`expected ${folder} to be empty or absent, found ${found.length} entries`);
}
