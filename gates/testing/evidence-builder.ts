/**
 * MADE-UP EVIDENCE FOR TESTS of the judge, left through the same door as real evidence: a folder in which everything is
 * good, and single attempts with one thing changed. Lives in temporary folders only.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PlanItem } from '../plan/plan.js';
import { evidencePlan } from '../plan/plan.js';
import { loadPolicy } from '../policy/policy.js';
import { type AttemptOutcome, openAttempt } from '../record/attempt.js';
import type { ArtefactRole, Candidate } from '../record/record.js';
import { abortLogText } from './abort-log.js';
import { heartbeatText } from './heartbeats.js';
import type { RunScript } from './run-script.js';
import { START } from './run-script.js';
import { PLANTED, type ScenarioName, scriptsOf, soakScript } from './scenario-scripts.js';
import { explorationFiles, proofFiles } from './search-files.js';

export const CANDIDATE: Candidate = {
  gitCommit: 'c'.repeat(40),
  treeSha256: 'd'.repeat(64),
  version: '1.0.0',
  dirty: false,
};

/** Files of an attempt by path, and how it is closed. A test changes them in place. */
export interface Draft {
  readonly files: Map<string, string>;
  claimed: AttemptOutcome['claimed'];
  exitCode: number;
  /** How long the run took on its monotonic clock, and how much longer on the wall, ms. */
  lengthMs: number;
  driftMs: number;
}

export interface Bench {
  readonly projectRoot: string;
  readonly folder: string;
  readonly policyFile: string;
}

/** Where the pieces lie below a temporary folder. */
export function benchIn(projectRoot: string): Bench {
  return {
    projectRoot,
    folder: join(projectRoot, 'reports/rc/1.0.0-test'),
    policyFile: join(projectRoot, 'policy/rc.yaml'),
  };
}

/** What a bench is asked for: a profile's name, and for a profile of its own the criteria it has. */
export interface Ask {
  readonly profile: string;
  readonly criteria?: readonly string[];
}

/** Writes the project's policy with figures that made-up runs can reach, and a folder in which everything is good. */
export async function buildGoodEvidence(projectRoot: string, { profile, criteria }: Ask): Promise<Bench> {
  const bench = benchIn(projectRoot);
  await writePolicy(
    bench.policyFile,
    criteria === undefined ? SMALL_FIGURES : [...SMALL_FIGURES, ownProfile(profile, criteria)],
  );
  await mkdir(bench.folder, { recursive: true });
  await writeFile(join(bench.folder, 'candidate.json'), JSON.stringify(CANDIDATE));
  for (const item of evidencePlan(await loadPolicy(bench.policyFile), profile, '.')) {
    await leaveAttempt(bench, item, () => undefined);
  }
  return bench;
}

function ownProfile(name: string, criteria: readonly string[]): Replacement {
  const fields =
    'verdictName: QUICK_OK, exposureScale: 0.01, scenarioRuns: 1, dirtyTree: mark, soaks: [soak-smoke], maxFailedAttempts: 10';
  return [/^profiles:$/m, `profiles:\n  ${name}: { criteria: [${criteria.join(', ')}], ${fields} }`];
}

/** Leaves one attempt of an item: the good one, with `change` applied before it is closed. */
export async function leaveAttempt(
  bench: Pick<Bench, 'folder'>,
  item: Pick<PlanItem, 'kind' | 'name' | 'mode'>,
  change: (draft: Draft) => void,
): Promise<void> {
  const { draft, end } = await fillAttempt(bench, item, change);
  const artefacts = [...draft.files.keys()].map((path) => ({ path, role: roleOf(path) }));
  await end({ artefacts, claimed: draft.claimed, exitCode: draft.exitCode });
}

/** Leaves what a producer that is killed leaves: the files of that attempt, and no end. */
export async function abandonAttempt(
  bench: Pick<Bench, 'folder'>,
  item: Pick<PlanItem, 'kind' | 'name' | 'mode'>,
  change: (draft: Draft) => void,
): Promise<void> {
  await fillAttempt(bench, item, change);
}

async function fillAttempt(
  { folder }: Pick<Bench, 'folder'>,
  item: Pick<PlanItem, 'kind' | 'name' | 'mode'>,
  change: (draft: Draft) => void,
) {
  const draft = goodDraft(item);
  change(draft);
  let elapsed = 0;
  const clock = {
    now: () => START + elapsed + (elapsed > 0 ? draft.driftMs : 0),
    elapsed: () => elapsed,
    sleep: () => Promise.resolve(),
  };
  const { kind, name, mode } = item;
  const attempt = await openAttempt(folder, { kind, name, mode, command: `make ${name}` }, clock);
  for (const [path, text] of draft.files) {
    await mkdir(dirname(join(attempt.folder, path)), { recursive: true });
    await writeFile(join(attempt.folder, path), text);
  }
  const end = async (outcome: AttemptOutcome): Promise<void> => {
    elapsed = draft.lengthMs;
    await attempt.close(outcome);
  };
  return { draft, end };
}

type Replacement = readonly [RegExp, string];

/** Exposures and lengths that a made-up run of a minute reaches. */
const SMALL_FIGURES: readonly Replacement[] = [
  [/plannedArrivals: \d+/g, 'plannedArrivals: 12'],
  [/minSamples: \d+/g, 'minSamples: 1'],
  [/transitions: \d+/g, 'transitions: 2000'],
  [/crashes: \d+/g, 'crashes: 1'],
  [/cases: \{[^}]*\}/g, 'cases: { unit: 2, integration: 1 }'],
  [/credited: \d+h/g, 'credited: 45s'],
  [/minProcessSpan: \w+/g, 'minProcessSpan: 30s'],
  [/minBlocks: \d+/g, 'minBlocks: 3'],
  [/warmUp: \w+/g, 'warmUp: 5s'],
  [/block: \w+/g, 'block: 5s'],
];

/** Copies the project's policy with some figures replaced. */
export async function writePolicy(file: string, replacements: readonly Replacement[]): Promise<void> {
  const source = join(import.meta.dirname, '..', 'policy');
  await mkdir(dirname(file), { recursive: true });
  let text = await readFile(join(source, 'rc.yaml'), 'utf8');
  for (const [pattern, replacement] of replacements) text = text.replace(pattern, replacement);
  await writeFile(file, text);
  for (const name of ['state-machine.yaml', 'skips.yaml']) {
    await writeFile(join(dirname(file), name), await readFile(join(source, name), 'utf8'));
  }
}

function goodDraft(item: Pick<PlanItem, 'kind' | 'name' | 'mode'>): Draft {
  const mode = item.mode === 'wallclock' ? ('real' as const) : ('simulated' as const);
  const good = {
    claimed: { result: 'PASSED' as const, counts: {} },
    exitCode: 0,
    lengthMs: 61_000,
    driftMs: 0,
  };
  switch (item.kind) {
    case 'test-suite':
      return { ...good, files: suiteFiles(item.name) };
    case 'e2e-scenario':
      return { ...good, files: e2eFiles(item.name) };
    case 'failure-scenario': {
      const { main, control } = scriptsOf(item.name as ScenarioName, mode);
      const files = new Map(
        [...runFiles(main)].concat([...runFiles(control)].map(([path, text]) => [`control/${path}`, text])),
      );
      return { ...good, files };
    }
    case 'exploration':
      return { ...good, files: explorationFiles() };
    case 'proof':
      return { ...good, files: proofFiles() };
    case 'soak-segment':
    case 'soak-sim':
      return { ...good, files: soakFiles(item.name, soakScript(item.name, mode)) };
  }
}

function suiteFiles(name: string): Map<string, string> {
  const cases: Readonly<Record<string, number>> = {
    unit: 12,
    integration: 5,
    functional: 1,
    e2e: 1,
    soak: 1,
  };
  const tests = Array.from({ length: cases[name] ?? 1 }, (_, index) => ({
    file: `${name}.test.ts`,
    name: `test ${index}`,
  }));
  const results = tests.map((test) => ({
    ...test,
    status: 'passed',
    durationMs: 1,
    retries: 0,
    message: null,
  }));
  return new Map([
    ['files.json', JSON.stringify([`${name}.test.ts`])],
    ['collected.json', JSON.stringify(tests)],
    ['results.json', JSON.stringify({ tests: results })],
  ]);
}

const CATEGORIES: Readonly<Record<string, string>> = {
  'E2E-01': 'normal',
  'E2E-02': 'failure-recovery',
  'E2E-03': 'watchdog',
  'E2E-04': 'operator',
};

function e2eFiles(name: string): Map<string, string> {
  const [{ main }] = [scriptsOf('S6-retries-exhausted', 'real')];
  const category = CATEGORIES[name] ?? 'normal';
  const verdict = { id: name, category, says: 'a story', result: 'PASSED', because: null, commands: 1 };
  const line = { at: 1, step: 'adds a task', command: 'orch add', exitCode: 0, expected: [0], output: '' };
  return new Map([
    ['verdict.json', JSON.stringify(verdict)],
    ['timeline.jsonl', `${JSON.stringify(line)}\n`],
    ['final.json', main.finalText()],
  ]);
}

/** The four files of one run of a scenario. */
export function runFiles(script: RunScript): Map<string, string> {
  const { scenario, control, mode, seed } = script.header;
  const result =
    control === null
      ? { result: 'holds', exposure: 1 }
      : { result: 'violated', because: 'the bug', witness: [0, 1] };
  const verdict = {
    scenario,
    says: 'what should hold',
    seed,
    mode,
    control,
    replay: `npx gate scenario run ${scenario} --seed ${seed}`,
    outcome: control === null ? 'holds' : 'violated',
    checks: [{ invariant: PLANTED[scenario as ScenarioName]?.breaks ?? 'INV-02', name: 'made-up', result }],
    marks: {},
    missingMarks: [],
    problems: [],
  };
  return new Map([
    ['plan.json', script.planText()],
    ['history.jsonl', script.historyText()],
    ['final.json', script.finalText()],
    ['verdict.json', JSON.stringify(verdict)],
  ]);
}

/** The files of a soak told by a script, with a heartbeat every five seconds. */
export function soakFiles(name: string, script: RunScript): Map<string, string> {
  const summary = { profile: name, verdict: 'healthy', episodes: [], slis: { values: {} } };
  return new Map([
    ['plan.json', script.planText()],
    ['history.jsonl', script.historyText()],
    ['final.json', script.finalText()],
    ['summary.json', JSON.stringify(summary)],
    ['heartbeats.ndjson', heartbeatText(script)],
    ['aborts.ndjson', abortLogText(name)],
  ]);
}

const ROLES: Readonly<Record<string, ArtefactRole>> = {
  'results.json': 'results',
  'runs.ndjson': 'results',
  'files.json': 'inventory',
  'mutants.json': 'inventory',
  'collected.json': 'inventory',
  'history.jsonl': 'events',
  'heartbeats.ndjson': 'heartbeats',
  'final.json': 'db-snapshot',
  'timeline.jsonl': 'timeline',
  'plan.json': 'plan',
  'aborts.ndjson': 'log',
};

function roleOf(path: string): ArtefactRole {
  return path.startsWith('control/') ? 'control' : (ROLES[path] ?? 'results');
}
