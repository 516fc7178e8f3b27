/**
 * The judge's part of the command line: `gate plan` and `gate explain`. It reads arguments and prints; what a command
 * says is computed elsewhere. The exit code is set, never forced, so that output is always whole.
 */
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { latestCandidateFolder } from './candidate-folders.js';
import { lengthText } from './criteria/soak/text.js';
import { PolicyError } from './errors.js';
import { explain } from './explain.js';
import { judge } from './judge.js';
import { evidencePlan } from './plan.js';
import { loadPolicy } from './policy/policy.js';
import type { EvidenceItem, Verdict } from './verdict.js';

const POLICY_FILE = 'gates/policy/rc.yaml';

interface Options {
  readonly profile: string;
  readonly folder?: string;
  readonly json?: true;
}

/** Adds `plan` and `explain` below the program. */
export function addGateCommands(program: Command, projectRoot: string): void {
  withOptions(
    program.command('plan').description('say what evidence is missing, who makes it, and with which command'),
  ).action(async (options: Options) => {
    process.stdout.write(`${await plan(options, projectRoot)}\n`);
  });
  withOptions(
    program
      .command('explain')
      .argument('<criterion>', 'RC-P5, or any other id of the policy')
      .description('explain one criterion'),
  ).action(async (criterion: string, options: Options) => {
    process.stdout.write(`${await explained(criterion, { options, projectRoot })}\n`);
  });
}

function withOptions(command: Command): Command {
  return command
    .option('--profile <name>', 'quick, nightly or full', 'quick')
    .option('--folder <folder>', "a candidate's folder; without it, the latest one below reports/rc")
    .option('--json', 'print JSON');
}

async function plan(options: Options, projectRoot: string): Promise<string> {
  const folder = await folderOf(options, projectRoot);
  if (folder === null) {
    const policy = await loadPolicy(join(projectRoot, POLICY_FILE));
    const items = evidencePlan(policy, options.profile, 'reports/rc/<candidate>');
    const wanted = items.map((item): PlanLine => ({ ...item, state: 'missing', next: item }));
    return options.json ? JSON.stringify(wanted, null, 2) : planText(wanted);
  }
  const { evidence } = await judged(folder, { options, projectRoot });
  return options.json ? JSON.stringify(evidence, null, 2) : planText(evidence);
}

type PlanLine = Pick<EvidenceItem, 'kind' | 'name' | 'mode' | 'state' | 'next'>;

function planText(items: readonly PlanLine[]): string {
  const open = items.filter(({ state }) => state !== 'valid');
  const lines = open.map(({ state, kind, name, mode, next }) => {
    const takes = next.takesMs === null ? '' : `, about ${lengthText(next.takesMs)}`;
    return `${state.padEnd(7)}  ${kind} ${name} (${mode}), ${next.owner}${takes}\n         ${next.command}`;
  });
  return [`${items.length - open.length} of ${items.length} items are there`, ...lines].join('\n');
}

interface Context {
  readonly options: Options;
  readonly projectRoot: string;
}

async function explained(criterion: string, context: Context): Promise<string> {
  const folder = await folderOf(context.options, context.projectRoot);
  if (folder === null)
    throw new PolicyError('there is no candidate to explain; make one with: npx gate rc --profile quick');
  const verdict = await judged(folder, context);
  const text = explain(verdict, criterion);
  if (text === null) {
    const known = verdict.criteria.map(({ id }) => id).join(', ');
    throw new PolicyError(
      `expected a criterion of the policy (${known}), found ${JSON.stringify(criterion)}`,
    );
  }
  if (!context.options.json) return text;
  return JSON.stringify(
    verdict.criteria.find(({ id }) => id.toLowerCase() === criterion.toLowerCase()),
    null,
    2,
  );
}

async function folderOf({ folder }: Options, projectRoot: string): Promise<string | null> {
  return folder === undefined ? latestCandidateFolder(projectRoot) : resolve(folder);
}

function judged(folder: string, { options, projectRoot }: Context): Promise<Verdict> {
  const policyFile = join(projectRoot, POLICY_FILE);
  return judge({ folder, projectRoot, profile: options.profile, now: null, policyFile });
}
