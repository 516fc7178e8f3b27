/**
 * `gate rc`: makes the evidence that is missing or cannot be used, judges all of it, renders the verdict and ends with
 * its exit code. The judge is asked twice: first what is open, then what follows from what there is.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { instant } from '../../gates/cli.js';
import { judge } from '../../gates/judge.js';
import { MADE_AT_ONCE } from '../../gates/plan/plan.js';
import { writeBelow } from '../../gates/record/write-below.js';
import { RENDERINGS, render } from '../../gates/render/render.js';
import { terminalLines } from '../../gates/render/terminal.js';
import type { Verdict } from '../../gates/verdict/verdict.js';
import { shownPath } from '../../harness/terminal/typed-path.js';
import { projectRoot } from '../project.js';
import { candidateFolder, readCandidate, writeCandidate } from './candidate.js';
import { lanesOf } from './lanes.js';
import { produce } from './produce.js';
import { requireSameTree } from './same-tree.js';
import { onceMoreLines, wantedOf } from './wanted.js';

interface RcOptions {
  readonly profile: string;
  readonly now?: number;
  /** False with `--no-produce`. */
  readonly produce: boolean;
  readonly fresh?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** Adds `rc`. */
export function addRcCommand(program: Command): void {
  program
    .command('rc')
    .description('judge this checkout as a release candidate')
    .option('--profile <name>', 'quick, nightly or full', 'quick')
    .option('--now <instant>', 'judge as if it were then, ms since the epoch', instant)
    .option('--no-produce', 'judge only the evidence that is there')
    .option('--fresh', 'make all evidence anew; earlier attempts stay in the ledger')
    .option('--json', 'print the verdict as JSON')
    .option('--quiet', 'no progress')
    .action(async (options: RcOptions, command: Command) => {
      if (options.now !== undefined && options.profile === 'full') {
        command.error('error: expected no --now with --profile full: a release is judged as of today');
      }
      process.exitCode = await releaseCandidate(options);
    });
}

async function releaseCandidate(options: RcOptions): Promise<number> {
  const candidate = readCandidate(projectRoot);
  requireSameTree(projectRoot, candidate.treeSha256);
  const below = candidateFolder(candidate);
  const folder = join(projectRoot, below);
  await writeBelow(() => {
    writeCandidate(folder, candidate);
    for (const name of RENDERINGS) rmSync(join(folder, name), { force: true });
  });
  const terms = {
    folder,
    projectRoot,
    profile: options.profile,
    policyFile: join(projectRoot, 'gates/policy/rc.yaml'),
  };
  if (options.produce && MADE_AT_ONCE.includes(options.profile)) {
    const { evidence } = await judge({ ...terms, now: judgedAt(options) });
    const wanted = wantedOf(evidence, options.fresh ? 'all' : 'open');
    const quiet = options.quiet || options.json ? 'quiet' : 'progress';
    if (quiet === 'progress') for (const line of onceMoreLines(wanted)) process.stderr.write(`${line}\n`);
    await produce(lanesOf(wanted), {
      projectRoot,
      program: join(projectRoot, 'dist/bin/gate.js'),
      logs: join(projectRoot, 'logs/rc', below.split('/').at(-1) as string),
      quiet,
    });
    requireSameTree(projectRoot, candidate.treeSha256);
  }
  const verdict = await judge({ ...terms, now: judgedAt(options) });
  await writeBelow(() => leave(folder, verdict));
  const lines = terminalLines(verdict, { reportPath: shownPath(join(folder, 'report.html')) });
  process.stdout.write(options.json ? `${JSON.stringify(verdict, null, 2)}\n` : `\n${lines.join('\n')}\n`);
  return verdict.exitCode;
}

/** Evidence ages, and a policy expires, by the clock of whoever judges. */
function judgedAt({ now }: RcOptions): number {
  return now ?? Date.now();
}

/** Every rendering whole or not at all. */
function leave(folder: string, verdict: Verdict): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(render(verdict))) {
    const path = join(folder, name);
    writeFileSync(`${path}.${process.pid}`, content);
    renameSync(`${path}.${process.pid}`, path);
  }
}
