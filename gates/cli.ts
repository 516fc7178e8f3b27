/**
 * The judge's part of the command line: `gate plan` and `gate explain`. It reads arguments and prints; what a command
 * says is computed elsewhere. The exit code is set, never forced, so that output is always whole.
 */
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { latestCandidateFolder } from './folder/latest-candidate.js';
import { judge } from './judge.js';
import { evidencePlan } from './plan/plan.js';
import { type PlanLine, planText } from './plan/plan-text.js';
import { nearestNames } from './policy/nearest.js';
import { loadPolicy, refuseExpired } from './policy/policy.js';
import { PolicyError } from './policy/policy-error.js';
import { explain } from './render/explain.js';
import type { Verdict } from './verdict/verdict.js';

const POLICY_FILE = 'gates/policy/rc.yaml';

interface Options {
  readonly profile: string;
  readonly folder?: string;
  readonly now?: number;
  readonly json?: true;
}

/** What the program brings: where the project lies, and what time it is, ms since the epoch. */
export interface GateWorld {
  readonly projectRoot: string;
  readonly now: () => number;
}

/** Adds `plan` and `explain` below the program. */
export function addGateCommands(program: Command, world: GateWorld): void {
  withOptions(
    program.command('plan').description('say what evidence is missing, who makes it, and with which command'),
  ).action(async (options: Options) => {
    process.stdout.write(`${await plan({ options, world })}\n`);
  });
  withOptions(
    program
      .command('explain')
      .argument('<criterion>', 'RC-P5, or any other id of the policy')
      .description('explain one criterion'),
  ).action(async (criterion: string, options: Options) => {
    process.stdout.write(`${await explained(criterion, { options, world })}\n`);
  });
}

function withOptions(command: Command): Command {
  return command
    .option('--profile <name>', 'quick, nightly or full', 'quick')
    .option('--folder <folder>', "a candidate's folder; without it, the latest one below reports/rc")
    .option('--now <instant>', 'judge as if it were then, ms since the epoch', instant)
    .option('--json', 'print JSON');
}

/** Ms since the epoch, as an option's parser. */
export function instant(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError(`expected ms since the epoch, found "${text}"`);
}

interface Context {
  readonly options: Options;
  readonly world: GateWorld;
}

async function plan(context: Context): Promise<string> {
  const { options } = context;
  const folder = await folderOf(context);
  if (folder !== null) {
    const { evidence } = await judged(folder, context);
    return options.json ? JSON.stringify(evidence, null, 2) : planText(evidence, options.profile);
  }
  const wanted = await planOfNobody(context);
  if (options.json) return JSON.stringify(wanted, null, 2);
  return `${planText(wanted, options.profile)}\n(CANDIDATE stands for the folder that gate rc makes)`;
}

/** What there is to make before there is a candidate. */
async function planOfNobody({ options, world }: Context) {
  const policy = await loadPolicy(join(world.projectRoot, POLICY_FILE));
  refuseExpired(policy, options.now ?? world.now());
  const items = evidencePlan(policy, options.profile, 'reports/rc/CANDIDATE');
  return items.map((item) => ({ ...item, state: 'missing', next: item, problem: null }) satisfies PlanLine);
}

async function explained(asked: string, context: Context): Promise<string> {
  const id = await criterionOf(asked, context);
  const folder = await folderOf(context);
  if (folder === null)
    throw new PolicyError('there is no candidate to explain; make one with: npx gate rc --profile quick');
  const { criteria, profile } = await judged(folder, context);
  const criterion = criteria.find((one) => one.id === id);
  if (criterion === undefined) throw new Error(`expected a finding for ${id} of the policy, found none`);
  return context.options.json ? JSON.stringify(criterion, null, 2) : explain(criterion, profile);
}

/** Most names that are told to somebody who mistyped one. */
const MOST_NAMES = 3;

/** The id of the policy that is meant by `RC-P5`, `rc-p5` or, as the report writes it, `P5`. */
async function criterionOf(asked: string, { world }: Context): Promise<string> {
  const { criteria } = await loadPolicy(join(world.projectRoot, POLICY_FILE));
  const ids = criteria.map(({ id }) => id);
  const meant = asked.toLowerCase();
  const id = ids.find((one) => [one, one.replace('RC-', '')].some((name) => name.toLowerCase() === meant));
  if (id !== undefined) return id;
  throw new PolicyError(
    `expected a criterion, such as ${nearestNames(asked, ids, MOST_NAMES).join(', ')}, ` +
      `found ${JSON.stringify(asked)}; all of them are in ${POLICY_FILE}`,
  );
}

async function folderOf({ options: { folder }, world }: Context): Promise<string | null> {
  return folder === undefined ? latestCandidateFolder(world.projectRoot) : resolve(folder);
}

/** As `gate rc` judges: evidence ages, and a policy expires, by the clock of whoever asks. */
function judged(folder: string, { options, world }: Context): Promise<Verdict> {
  const { projectRoot } = world;
  const policyFile = join(projectRoot, POLICY_FILE);
  const now = options.now ?? world.now();
  return judge({ folder, projectRoot, profile: options.profile, now, policyFile });
}
