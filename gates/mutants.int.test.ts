/**
 * A gate must be able to fail: each mutant below is good evidence with one thing wrong, left through the front door so
 * that its digests are in order, and must be refused with the code that says what is wrong.
 */
import {
  appendFile,
  cp,
  mkdtemp,
  readFile,
  rm,
  symlink,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { judge } from './judge.js';
import type { PlanItem } from './plan.js';
import { openAttempt } from './record/attempt.js';
import {
  type Bench,
  benchIn,
  buildGoodEvidence,
  CANDIDATE,
  type Draft,
  heartbeatText,
  leaveAttempt,
  runFiles,
  soakFiles,
} from './testing/evidence-builder.js';
import { RunScript, START } from './testing/run-script.js';
import { scriptsOf, soakScript } from './testing/scenario-scripts.js';

type Item = Pick<PlanItem, 'kind' | 'name' | 'mode'>;
const suite = (name: string): Item => ({ kind: 'test-suite', name, mode: 'wallclock' });
const e2e = (name: string): Item => ({ kind: 'e2e-scenario', name, mode: 'wallclock' });
const scenario = (name: string): Item => ({ kind: 'failure-scenario', name, mode: 'wallclock' });
const smoke: Item = { kind: 'soak-segment', name: 'soak-smoke', mode: 'wallclock' };

/** Criterion and code that must appear. */
type Expected = readonly [criterion: string, code: string];
interface ContentMutant {
  readonly what: string;
  readonly item: Item;
  readonly change: (draft: Draft) => void;
  readonly expect: Expected;
}

const edit = (file: string, change: (text: string) => string) => (draft: Draft) => {
  const text = draft.files.get(file);
  if (text === undefined) throw new Error(`no ${file} to edit`);
  draft.files.set(file, change(text));
};
const put = (files: ReadonlyMap<string, string>) => (draft: Draft) => {
  for (const [path, text] of files) draft.files.set(path, text);
};
const failed = (draft: Draft): void => {
  draft.claimed = { result: 'FAILED', counts: {} };
  draft.exitCode = 1;
};
const both =
  (...changes: readonly ((draft: Draft) => void)[]) =>
  (draft: Draft): void => {
    for (const change of changes) change(draft);
  };
const script = (name: string) => new RunScript({ scenario: name });

const tests: readonly ContentMutant[] = [
  {
    what: 'a failed test',
    item: suite('unit'),
    change: both(
      edit('results.json', (text) => text.replace('"status":"passed"', '"status":"failed"')),
      failed,
    ),
    expect: ['RC-P1', 'TEST_FAILED'],
  },
  {
    what: 'a runner that ended badly although no test failed',
    item: suite('unit'),
    change: failed,
    expect: ['RC-P1', 'TEST_FAILED'],
  },
  {
    what: 'a test that passed on its second run',
    item: suite('unit'),
    change: edit('results.json', (text) => text.replace('"retries":0', '"retries":1')),
    expect: ['RC-P1', 'TEST_FLAKY'],
  },
  {
    what: 'a skip nobody listed',
    item: suite('unit'),
    change: both(
      edit('results.json', (text) => text.replace('"status":"passed"', '"status":"skipped"')),
      failed,
    ),
    expect: ['RC-P1', 'TEST_SKIPPED_UNLISTED'],
  },
  {
    what: 'a collected test without a result',
    item: suite('unit'),
    change: both(
      edit('collected.json', (text) => text.replace(']', ',{"file":"x","name":"y"}]')),
      failed,
    ),
    expect: ['RC-P1', 'TEST_NOT_RUN'],
  },
  {
    what: 'a result that was never collected',
    item: suite('unit'),
    change: edit('collected.json', (text) => text.replace('"test 0"', '"another"')),
    expect: ['RC-P1', 'CLAIM_MISMATCH'],
  },
  {
    what: 'an empty suite',
    item: suite('functional'),
    change: both(
      put(
        new Map([
          ['collected.json', '[]'],
          ['results.json', '{"tests":[]}'],
        ]),
      ),
      failed,
    ),
    expect: ['RC-P1', 'SUITE_MISSING'],
  },
  {
    what: 'too few tests',
    item: suite('integration'),
    change: both(
      put(
        new Map([
          ['collected.json', '[]'],
          ['results.json', '{"tests":[]}'],
        ]),
      ),
      failed,
    ),
    expect: ['RC-P1', 'EXPOSURE_LOW'],
  },
  {
    what: 'a pyramid on its head',
    item: suite('e2e'),
    change: (draft) => {
      const many = Array.from({ length: 40 }, (_, index) => ({ file: 'e2e', name: `${index}` }));
      const results = many.map((test) => ({
        ...test,
        status: 'passed',
        durationMs: 1,
        retries: 0,
        message: null,
      }));
      put(
        new Map([
          ['collected.json', JSON.stringify(many)],
          ['results.json', JSON.stringify({ tests: results })],
        ]),
      )(draft);
    },
    expect: ['RC-A1', 'PYRAMID_OFF'],
  },
  {
    what: 'a claimed count that the results do not have',
    item: suite('unit'),
    change: (draft) => {
      draft.claimed = { result: 'PASSED', counts: { passed: 99 } };
    },
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a claim of PASSED over failed tests',
    item: suite('unit'),
    change: edit('results.json', (text) => text.replace('"status":"passed"', '"status":"failed"')),
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'results that are not in their format',
    item: suite('unit'),
    change: edit('results.json', () => '{"tests":[{}]}'),
    expect: ['RC-P1', 'EVIDENCE_SCHEMA'],
  },
];

const stories: readonly ContentMutant[] = [
  {
    what: 'a failed end-to-end scenario',
    item: e2e('E2E-03'),
    change: both(
      edit('verdict.json', (text) =>
        text.replace('"result":"PASSED","because":null', '"result":"FAILED","because":"no"'),
      ),
      failed,
    ),
    expect: ['RC-P2', 'E2E_FAILED'],
  },
  {
    what: 'a scenario in which nothing was typed',
    item: e2e('E2E-03'),
    change: edit('timeline.jsonl', (text) => text.replace('"command":"orch add"', '"command":null')),
    expect: ['RC-P2', 'E2E_FAILED'],
  },
  {
    what: 'a category that nothing covers',
    item: e2e('E2E-04'),
    change: edit('verdict.json', (text) => text.replace('"operator"', '"normal"')),
    expect: ['RC-P2', 'E2E_CATEGORY_MISSING'],
  },
  {
    what: 'the evidence of another scenario',
    item: e2e('E2E-04'),
    change: edit('verdict.json', (text) => text.replace('E2E-04', 'E2E-01')),
    expect: ['RC-F4', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'an illegal step in the final log',
    item: e2e('E2E-01'),
    change: edit('final.json', (text) => text.replace('"type":"picked"', '"type":"done"')),
    expect: ['RC-F1', 'ILLEGAL_TRANSITION'],
  },
];

const scenarios: readonly ContentMutant[] = [
  {
    what: 'a control that nobody rejects',
    item: scenario('S1-lease-contention'),
    change: (draft) => {
      const { main } = scriptsOf('S1-lease-contention', 'real');
      const mild = new RunScript({ scenario: 'S1-lease-contention', control: 'bug' });
      mild.enqueue('t').work('w1/1', 't').drained();
      const verdict = String(runFiles(main).get('verdict.json')).replace('"control":null', '"control":"bug"');
      for (const [path, text] of runFiles(mild)) draft.files.set(`control/${path}`, text);
      draft.files.set('control/verdict.json', verdict);
      failed(draft);
    },
    expect: ['RC-P5', 'CONTROL_PASSED'],
  },
  {
    what: 'a control accused by lines that are not in its history',
    item: scenario('S1-lease-contention'),
    change: (draft) => {
      const mild = new RunScript({ scenario: 'S1-lease-contention', control: 'bug' });
      mild.enqueue('t').work('w1/1', 't').drained();
      for (const [path, text] of runFiles(mild))
        draft.files.set(`control/${path}`, text.replace('[0,1]', '[0,9999]'));
    },
    expect: ['RC-P5', 'CONTROL_PASSED'],
  },
  {
    what: 'a planted bug in the run itself',
    item: scenario('S3-duplicate-dispatch'),
    change: (draft) => {
      const bad = script('S3-duplicate-dispatch');
      bad
        .enqueue('first', { key: 'k' })
        .work('w1/1', 'first')
        .enqueue('late', { key: 'k' })
        .work('w2/1', 'late');
      put(runFiles(bad.drained()))(draft);
    },
    expect: ['RC-P5', 'NOT_MITIGATED'],
  },
  {
    what: 'the same, seen by integrity',
    item: scenario('S3-duplicate-dispatch'),
    change: (draft) => {
      const bad = script('S3-duplicate-dispatch');
      bad
        .enqueue('first', { key: 'k' })
        .work('w1/1', 'first')
        .enqueue('late', { key: 'k' })
        .work('w2/1', 'late');
      put(runFiles(bad.drained()))(draft);
    },
    expect: ['RC-F1', 'DUPLICATE_COMPLETION'],
  },
  {
    what: 'a violation in a simulated run',
    item: { kind: 'failure-scenario', name: 'S3-duplicate-dispatch', mode: 'simulated' },
    change: (draft) => {
      const bad = new RunScript({ scenario: 'S3-duplicate-dispatch', mode: 'simulated' });
      bad
        .enqueue('first', { key: 'k' })
        .work('w1/1', 'first')
        .enqueue('late', { key: 'k' })
        .work('w2/1', 'late');
      put(runFiles(bad.drained()))(draft);
    },
    expect: ['RC-P5', 'NOT_MITIGATED'],
  },
  {
    what: 'an accusation of the harness',
    item: scenario('S2-stuck-in-progress'),
    change: both(
      edit('verdict.json', (text) =>
        text
          .replace('"outcome":"holds"', '"outcome":"violated"')
          .replace('{"result":"holds","exposure":1}', '{"result":"violated","because":"seen","witness":[0]}'),
      ),
      failed,
    ),
    expect: ['RC-P5', 'NOT_MITIGATED'],
  },
  {
    what: 'a harness that accuses and says holds',
    item: scenario('S2-stuck-in-progress'),
    change: edit('verdict.json', (text) =>
      text.replace('{"result":"holds","exposure":1}', '{"result":"violated","because":"seen","witness":[0]}'),
    ),
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'a fault that never struck',
    item: scenario('S4-budget-hard-exceed'),
    change: put(runFiles(script('S4-budget-hard-exceed').enqueue('t').work('w1/1', 't').drained())),
    expect: ['RC-P5', 'FAULT_NOT_WITNESSED'],
  },
  {
    what: 'a fault that struck too rarely',
    item: scenario('S5-database-lock'),
    change: put(
      runFiles(
        script('S5-database-lock')
          .enqueue('t')
          .call('w1/1', { op: 'claim', args: { worker: 'w1/1', leaseMs: 1 } }, { refused: 'BUSY' })
          .work('w1/1', 't')
          .drained(),
      ),
    ),
    expect: ['RC-P5', 'EXPOSURE_LOW'],
  },
  {
    what: 'a run the harness could not decide',
    item: scenario('S2-stuck-in-progress'),
    change: both(
      edit('verdict.json', (text) => text.replace('"outcome":"holds"', '"outcome":"unknown"')),
      failed,
    ),
    expect: ['RC-P5', 'RUN_UNDECIDED'],
  },
  {
    what: 'simulated time labelled as real',
    item: scenario('S1-lease-contention'),
    change: put(runFiles(scriptsOf('S1-lease-contention', 'simulated').main)),
    expect: ['RC-F4', 'SOAK_NOT_WALLCLOCK'],
  },
  {
    what: 'more history than time passed',
    item: scenario('S2-stuck-in-progress'),
    change: (draft) => {
      draft.lengthMs = 1_000;
    },
    expect: ['RC-F4', 'SOAK_NOT_WALLCLOCK'],
  },
  {
    what: 'a history that was cut and resealed without its trailer',
    item: scenario('S1-lease-contention'),
    change: edit('history.jsonl', (text) => `${text.trimEnd().split('\n').slice(0, -1).join('\n')}\n`),
    expect: ['RC-P5', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'a line of history changed under its digest',
    item: scenario('S1-lease-contention'),
    change: edit('history.jsonl', (text) => text.replace('"actor":"w1/1"', '"actor":"w9/1"')),
    expect: ['RC-P5', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'the history of another scenario',
    item: scenario('S1-lease-contention'),
    change: put(runFiles(scriptsOf('S2-stuck-in-progress', 'real').main)),
    expect: ['RC-F4', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'no control at all',
    item: scenario('S1-lease-contention'),
    change: (draft) => {
      for (const path of [...draft.files.keys()]) if (path.startsWith('control/')) draft.files.delete(path);
    },
    expect: ['RC-P5', 'EVIDENCE_MISSING'],
  },
];

const runs: readonly ContentMutant[] = [
  {
    what: 'an accepted task that is gone',
    item: scenario('S2-stuck-in-progress'),
    change: (draft) => {
      const { main } = scriptsOf('S2-stuck-in-progress', 'real');
      main.rows.delete('stuck');
      put(runFiles(main))(draft);
    },
    expect: ['RC-F1', 'TASK_LOST'],
  },
  {
    what: 'a row its own log does not explain',
    item: scenario('S2-stuck-in-progress'),
    change: edit('final.json', (text) =>
      text.replace('"retries":1', '"retries":1').replace('"run":2,"retries"', '"run":3,"retries"'),
    ),
    expect: ['RC-F1', 'DB_LOG_MISMATCH'],
  },
  {
    what: 'a stale fence that was accepted',
    item: scenario('S2-stuck-in-progress'),
    change: (draft) => {
      const { main } = scriptsOf('S2-stuck-in-progress', 'real');
      const args = { worker: 'w1/1', task: 'stuck', fence: 1, notes: 'late' };
      put(runFiles(main.call('w1/1', { op: 'complete', args }, { value: null })))(draft);
    },
    expect: ['RC-F1', 'ILLEGAL_TRANSITION'],
  },
  {
    what: 'a hard exceed that was let through',
    item: scenario('S4-budget-hard-exceed'),
    change: (draft) => {
      const bad = script('S4-budget-hard-exceed').enqueue('t').claim('w1/1', 't');
      bad.report('w1/1', 't', { tokens: 3_501, action: 'SUMMARIZE' }).complete('w1/1', 't').drained();
      put(runFiles(bad))(draft);
    },
    expect: ['RC-F2', 'NOT_BLOCKED'],
  },
  {
    what: 'work that went on after BLOCK',
    item: scenario('S4-budget-hard-exceed'),
    change: (draft) => {
      const bad = script('S4-budget-hard-exceed').enqueue('t').claim('w1/1', 't');
      bad.report('w1/1', 't', { tokens: 3_501, action: 'BLOCK' }).effect('w1/1', 't').drained();
      put(runFiles(bad))(draft);
    },
    expect: ['RC-F2', 'EXECUTED_AFTER_BLOCK'],
  },
  {
    what: 'too few hard exceeds to say anything',
    item: scenario('S4-budget-hard-exceed'),
    change: put(runFiles(script('S4-budget-hard-exceed').enqueue('t').work('w1/1', 't').drained())),
    expect: ['RC-F2', 'EXPOSURE_LOW'],
  },
];

const soaks: readonly ContentMutant[] = [
  {
    what: 'a soak whose heartbeats carry no clock',
    item: smoke,
    change: put(new Map([['heartbeats.ndjson', heartbeatText(soakScript('soak-smoke', 'simulated'))]])),
    expect: ['RC-F4', 'SOAK_NOT_WALLCLOCK'],
  },
  {
    what: 'a soak faster than its own clocks',
    item: smoke,
    change: put(
      new Map([
        [
          'heartbeats.ndjson',
          heartbeatText(soakScript('soak-smoke', 'real'), (beat) => ({
            ...beat,
            monotonicMs: Number(beat['at']) / 10,
          })),
        ],
      ]),
    ),
    expect: ['RC-F4', 'SOAK_NOT_WALLCLOCK'],
  },
  {
    what: 'a heartbeat taken out of the chain',
    item: smoke,
    change: edit('heartbeats.ndjson', (text) =>
      text
        .split('\n')
        .filter((_, line) => line !== 3)
        .join('\n'),
    ),
    expect: ['RC-F3', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'too little watched time',
    item: smoke,
    change: put(
      new Map([
        [
          'heartbeats.ndjson',
          heartbeatText(soakScript('soak-smoke', 'real'), (beat, index) => (index < 3 ? beat : null)),
        ],
      ]),
    ),
    expect: ['RC-F3', 'EXPOSURE_LOW'],
  },
  {
    what: 'a minute and more without a step while work waited',
    item: smoke,
    change: (draft) => {
      const still = script('soak-smoke').enqueue('t').pass(70_000).work('w1/1', 't').drained();
      put(soakFiles('soak-smoke', still))(draft);
      draft.lengthMs = 72_000;
    },
    expect: ['RC-F3', 'OUTAGE'],
  },
  {
    what: 'a duplicate execution in the soak',
    item: smoke,
    change: (draft) => {
      const bad = soakScript('soak-smoke', 'real');
      bad.enqueue('late', { key: 'k1' }).work('w2/1', 'late');
      put(soakFiles('soak-smoke', bad))(draft);
    },
    expect: ['RC-F3', 'ABORT_EPISODE'],
  },
  {
    what: 'abort conditions that the driver met twice',
    item: smoke,
    change: (draft) => {
      draft.claimed = { result: 'FAILED', counts: { abortEpisodes: 2 } };
    },
    expect: ['RC-F3', 'ABORT_REPEATED'],
  },
  {
    what: 'a driver that does not call its run healthy',
    item: smoke,
    change: both(
      edit('summary.json', (text) => text.replace('healthy', 'objective-missed')),
      failed,
    ),
    expect: ['RC-F3', 'RUN_UNDECIDED'],
  },
  {
    what: 'an indicator that the raw lines do not give',
    item: smoke,
    change: edit('summary.json', (text) =>
      text.replace('"values":{}', '"values":{"tasks.success_ratio":{"value":0.5,"samples":11}}'),
    ),
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'fewer arrivals than were claimed',
    item: smoke,
    change: (draft) => {
      draft.claimed = { result: 'PASSED', counts: { arrivals: 4_608 } };
    },
    expect: ['RC-F4', 'CLAIM_MISMATCH'],
  },
  {
    what: 'the files of another soak',
    item: smoke,
    change: put(soakFiles('soak-24h', soakScript('soak-24h', 'real'))),
    expect: ['RC-F4', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'a simulated soak under another load',
    item: { kind: 'soak-sim', name: 'soak-24h', mode: 'simulated' },
    change: (draft) => {
      const thin = new RunScript({ scenario: 'soak-24h', mode: 'simulated' });
      put(soakFiles('soak-24h', thin.enqueue('t').work('w1/1', 't').drained()))(draft);
    },
    expect: ['RC-A3', 'SOAK_LOAD_LOW'],
  },
  {
    what: 'a simulated soak without a lost lease to recover',
    item: { kind: 'soak-sim', name: 'soak-24h', mode: 'simulated' },
    change: (draft) => {
      const calm = new RunScript({ scenario: 'soak-24h', mode: 'simulated' });
      for (let task = 0; task < 12; task += 1) calm.enqueue(`t${task}`).work('w1/1', `t${task}`);
      put(soakFiles('soak-24h', calm.drained()))(draft);
    },
    expect: ['RC-A3', 'SLO_NO_DATA'],
  },
  {
    what: 'a simulated soak that fails its tasks',
    item: { kind: 'soak-sim', name: 'soak-24h', mode: 'simulated' },
    change: (draft) => {
      const bad = soakScript('soak-24h', 'simulated');
      bad.enqueue('poor', { maxRetries: 0 }).claim('w1/1', 'poor').failTransient('w1/1', 'poor');
      put(soakFiles('soak-24h', bad))(draft);
    },
    expect: ['RC-A3', 'SLO_VIOLATED'],
  },
];

const homes: string[] = [];
let good: Bench;
let bench: Bench;

beforeAll(async () => {
  good = await buildGoodEvidence(await home(), 'quick');
}, 120_000);
afterEach(async () => {
  for (const folder of homes.splice(1)) await rm(folder, { recursive: true, force: true });
});
afterAll(async () => {
  for (const folder of homes) await rm(folder, { recursive: true, force: true });
});

async function home(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gate-mutant-'));
  homes.push(folder);
  return folder;
}

async function fresh(): Promise<Bench> {
  bench = benchIn(await home());
  await cp(good.projectRoot, bench.projectRoot, { recursive: true });
  return bench;
}

/** Criterion and code of every reason that the judge gives. */
async function reasonsFor(
  terms: Bench,
  profile = 'quick',
  now: number | null = null,
): Promise<readonly string[]> {
  const verdict = await judge({ ...terms, profile, now });
  return verdict.criteria.flatMap(({ id, checks }) =>
    checks.flatMap(({ reasons }) => reasons.map(({ code }) => `${id} ${code}`)),
  );
}

describe.each([
  ['test layers', tests],
  ['end-to-end scenarios', stories],
  ['failure scenarios', scenarios],
  ['integrity and guardrail', runs],
  ['soaks', soaks],
])('%s: the judge refuses', (_, mutants) => {
  it.each(mutants.map((mutant) => [mutant.what, mutant] as const))('%s', async (_what, mutant) => {
    const { item, change, expect: expected } = mutant;
    await leaveAttempt(await fresh(), item, change);

    const reasons = await reasonsFor(bench);

    expect(reasons).toContain(expected.join(' '));
  });
});

const at = (item: string, file: string): string => join(bench.folder, 'evidence', item, '1', file);

interface FileMutant {
  readonly what: string;
  readonly spoil: () => Promise<unknown>;
  readonly expect: Expected;
}

const tampering: readonly FileMutant[] = [
  {
    what: 'a file changed after it was recorded',
    spoil: () => appendFile(at('suite/unit', 'results.json'), ' '),
    expect: ['RC-P1', 'EVIDENCE_HASH'],
  },
  {
    what: 'a record changed after the ledger closed it',
    spoil: async () => {
      const path = at('suite/unit', 'record.json');
      await writeFile(path, (await readFile(path, 'utf8')).replace('"exitCode": 0', '"exitCode": 1'));
    },
    expect: ['RC-P6', 'EVIDENCE_HASH'],
  },
  {
    what: 'a record that is no record',
    spoil: () => writeFile(at('suite/unit', 'record.json'), '{}'),
    expect: ['RC-P1', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'a record that points outside of its folder',
    spoil: async () => {
      const path = at('suite/unit', 'record.json');
      await writeFile(
        path,
        (await readFile(path, 'utf8')).replace('"path": "results.json"', '"path": "../results.json"'),
      );
    },
    expect: ['RC-P1', 'EVIDENCE_OUTSIDE_ROOT'],
  },
  {
    what: 'a record without its file',
    spoil: () => unlink(at('suite/unit', 'results.json')),
    expect: ['RC-P1', 'EVIDENCE_MISSING'],
  },
  {
    what: 'a closed attempt without its record',
    spoil: () => unlink(at('suite/unit', 'record.json')),
    expect: ['RC-P1', 'SUITE_MISSING'],
  },
  {
    what: 'a scenario without its record',
    spoil: () => unlink(at('scenario/S1-lease-contention', 'record.json')),
    expect: ['RC-P5', 'SCENARIO_MISSING'],
  },
  {
    what: 'a file that was emptied',
    spoil: () => truncate(at('suite/unit', 'results.json')),
    expect: ['RC-P1', 'EVIDENCE_EMPTY'],
  },
  {
    what: 'a file nobody listed',
    spoil: () => writeFile(at('suite/unit', 'extra.json'), '{}'),
    expect: ['RC-P6', 'EVIDENCE_UNLISTED_FILE'],
  },
  {
    what: 'a link among the evidence',
    spoil: () => symlink('/etc/hostname', at('suite/unit', 'link')),
    expect: ['RC-P6', 'EVIDENCE_OUTSIDE_ROOT'],
  },
  {
    what: 'a ledger with a line taken out',
    spoil: async () => {
      const path = join(bench.folder, 'ledger.ndjson');
      const lines = (await readFile(path, 'utf8')).split('\n');
      await writeFile(path, lines.filter((_, line) => line !== 2).join('\n'));
    },
    expect: ['RC-F4', 'LEDGER_GAP'],
  },
  {
    what: 'a ledger cut at its end',
    spoil: async () => {
      const path = join(bench.folder, 'ledger.ndjson');
      const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
      await writeFile(path, `${lines.slice(0, -2).join('\n')}\n`);
    },
    expect: ['RC-F4', 'LEDGER_GAP'],
  },
  {
    what: 'a manifest that is gone',
    spoil: () => unlink(join(bench.folder, 'manifest.json')),
    expect: ['RC-P6', 'EVIDENCE_MISSING'],
  },
  {
    what: 'a manifest that cannot be read',
    spoil: () => writeFile(join(bench.folder, 'manifest.json'), '[]'),
    expect: ['RC-P6', 'EVIDENCE_SCHEMA'],
  },
  {
    what: 'evidence of another tree',
    spoil: () =>
      writeFile(
        join(bench.folder, 'candidate.json'),
        JSON.stringify({ ...CANDIDATE, treeSha256: 'e'.repeat(64) }),
      ),
    expect: ['RC-F4', 'EVIDENCE_WRONG_CANDIDATE'],
  },
];

describe('the folder: the judge refuses', () => {
  it.each(tampering.map((mutant) => [mutant.what, mutant] as const))('%s', async (_what, mutant) => {
    await fresh();
    await mutant.spoil();

    const reasons = await reasonsFor(bench);

    expect(reasons).toContain(mutant.expect.join(' '));
  });

  it('evidence that is too old', async () => {
    const reasons = await reasonsFor(await fresh(), 'quick', START + 30 * 86_400_000);

    expect(reasons).toContain('RC-F4 EVIDENCE_STALE');
  });

  it('evidence from after the instant of judgement', async () => {
    const reasons = await reasonsFor(await fresh(), 'quick', START - 86_400_000);

    expect(reasons).toContain('RC-F4 EVIDENCE_STALE');
  });

  it('evidence outside of the folders that are kept', async () => {
    const { folder } = await fresh();

    const reasons = await reasonsFor({ ...bench, projectRoot: folder });

    expect(reasons).toContain('RC-P6 EVIDENCE_OUTSIDE_ROOT');
  });

  it('a candidate that was run until it was green', async () => {
    const item = suite('unit');
    await fresh();
    for (let attempt = 0; attempt < 11; attempt += 1) await leaveAttempt(bench, item, failed);
    await leaveAttempt(bench, item, () => undefined);

    const reasons = await reasonsFor(bench);

    expect(reasons).toContain('RC-F4 ATTEMPTS_EXCEEDED');
  });

  it('soak attempts that were begun and never ended', async () => {
    await fresh();
    for (let attempt = 0; attempt < 2; attempt += 1)
      await openAttempt(bench.folder, { ...smoke, command: 'soak' });

    const reasons = await reasonsFor(bench);

    expect(reasons).toContain('RC-F3 SOAK_ABANDONED_ATTEMPT');
  });

  it('a dirty tree, where only commits are judged', async () => {
    await fresh();
    await writeFile(join(bench.folder, 'candidate.json'), JSON.stringify({ ...CANDIDATE, dirty: true }));

    const reasons = await reasonsFor(bench, 'nightly');

    expect(reasons).toContain('RC-F4 TREE_DIRTY');
  });
});
