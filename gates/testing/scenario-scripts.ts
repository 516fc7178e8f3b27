/**
 * MADE-UP SCENARIOS FOR TESTS: each failure scenario as it should go, and with its planted bug as it must not.
 */
import type { RunMode } from '../record/history.js';
import { claimBy, KNOBS, RunScript } from './run-script.js';

export type ScenarioName =
  | 'S1-lease-contention'
  | 'S2-stuck-in-progress'
  | 'S3-duplicate-dispatch'
  | 'S4-budget-hard-exceed'
  | 'S5-database-lock'
  | 'S6-retries-exhausted';

export interface ScriptPair {
  readonly main: RunScript;
  readonly control: RunScript;
}

type Teller = (script: RunScript) => RunScript;

/** Two tasks of one key, both of them done by work of their own. */
export function doneTwice(script: RunScript): RunScript {
  return script
    .enqueue('first', { key: 'k' })
    .work('w1/1', 'first')
    .enqueue('late', { key: 'k' })
    .work('w2/1', 'late');
}

const AS_IT_SHOULD: Readonly<Record<ScenarioName, Teller>> = {
  'S1-lease-contention': (script) => {
    for (const [index, pair] of PAIRS.entries()) {
      script
        .enqueue(`t${index}`)
        .race(pair, `t${index}`)
        .effect(pair[0], `t${index}`)
        .complete(pair[0], `t${index}`);
    }
    return script;
  },
  'S2-stuck-in-progress': (script) =>
    script
      .enqueue('stuck')
      .claim('w1/1', 'stuck')
      .fault('f1', 'kill', { target: 'w1', forMs: KNOBS.leaseMs })
      .requeue('stuck')
      .pass(KNOBS.backoffMs[0] ?? 0)
      .work('w2/1', 'stuck'),
  'S3-duplicate-dispatch': (script) =>
    script
      .enqueue('first', { key: 'k' })
      .enqueue('twin', { key: 'k' })
      .work('w1/1', 'first')
      .skip('w2/1', 'twin', 'first')
      .enqueue('late', { key: 'k' })
      .skip('w2/1', 'late', 'first'),
  'S4-budget-hard-exceed': (script) =>
    script
      .enqueue('wasteful')
      .claim('w1/1', 'wasteful')
      .report('w1/1', 'wasteful', { tokens: 3_501, action: 'BLOCK' })
      .enqueue('thrifty')
      .claim('w1/1', 'thrifty')
      .report('w1/1', 'thrifty', { tokens: 3_500, action: 'SUMMARIZE' })
      .complete('w1/1', 'thrifty'),
  'S5-database-lock': (script) => {
    script.enqueue('t').fault('f1', 'store-lock', { target: 'store', forMs: 100 });
    for (const wait of [50, 100]) script.call('w1/1', claimBy('w1/1'), { refused: 'BUSY' }).pass(wait);
    return script.work('w1/1', 't');
  },
  'S6-retries-exhausted': (script) =>
    script
      .enqueue('hopeless', { maxRetries: 1 })
      .claim('w1/1', 'hopeless')
      .failTransient('w1/1', 'hopeless')
      .requeue('hopeless')
      .pass(KNOBS.backoffMs[0] ?? 0)
      .claim('w1/1', 'hopeless')
      .failTransient('w1/1', 'hopeless'),
};

const PAIRS: readonly (readonly [string, string])[] = [
  ['w1/1', 'w2/1'],
  ['w2/1', 'w3/1'],
  ['w3/1', 'w1/1'],
  ['w1/1', 'w3/1'],
  ['w2/1', 'w1/1'],
];

const WITH_ITS_BUG: Readonly<Record<ScenarioName, Teller>> = {
  'S1-lease-contention': (script) => {
    script.enqueue('t');
    const invokes = ['w1/1', 'w2/1'].map((worker) => ({
      worker,
      at: script.add(worker, { type: 'invoke', call: claimBy(worker) }),
    }));
    const value = script.take('w1/1', 't');
    for (const { worker, at } of invokes) script.answer(worker, at, { value });
    return script.complete('w1/1', 't');
  },
  'S2-stuck-in-progress': (script) =>
    script
      .enqueue('stuck')
      .claim('w1/1', 'stuck')
      .fault('f1', 'kill', { target: 'w1', forMs: 3 * KNOBS.leaseMs }),
  'S3-duplicate-dispatch': doneTwice,
  'S4-budget-hard-exceed': (script) =>
    script
      .enqueue('wasteful')
      .claim('w1/1', 'wasteful')
      .report('w1/1', 'wasteful', { tokens: 3_501, action: 'SUMMARIZE' })
      .complete('w1/1', 'wasteful'),
  'S5-database-lock': (script) => {
    script.enqueue('t').fault('f1', 'store-lock', { target: 'store', forMs: 100 });
    script.call('w1/1', claimBy('w1/1'), { refused: 'BUSY' }).pass(50).work('w1/1', 't');
    script.rows.delete('t');
    return script;
  },
  'S6-retries-exhausted': (script) => {
    script.enqueue('hopeless', { maxRetries: 0 });
    for (let run = 1; run <= 2; run += 1) {
      script
        .claim('w1/1', 'hopeless')
        .failTransient('w1/1', 'hopeless')
        .requeue('hopeless')
        .pass(KNOBS.leaseMs);
    }
    return script.claim('w1/1', 'hopeless').failTransient('w1/1', 'hopeless');
  },
};

/** The planted bug of each control, and the invariant it breaks, as the project's policy expects them. */
export const PLANTED: Readonly<Record<ScenarioName, { readonly bug: string; readonly breaks: string }>> = {
  'S1-lease-contention': { bug: 'claim-shares-a-lease', breaks: 'INV-01' },
  'S2-stuck-in-progress': { bug: 'sweep-forgets-expired-leases', breaks: 'INV-11' },
  'S3-duplicate-dispatch': { bug: 'key-ignored', breaks: 'INV-05' },
  'S4-budget-hard-exceed': { bug: 'guardrail-only-logs', breaks: 'INV-08' },
  'S5-database-lock': { bug: 'ack-before-commit', breaks: 'INV-04' },
  'S6-retries-exhausted': { bug: 'sweep-resets-retries', breaks: 'INV-06' },
};

/** A scenario and its control in one mode. */
export function scriptsOf(name: ScenarioName, mode: RunMode): ScriptPair {
  const main = new RunScript({ scenario: name, mode });
  const control = new RunScript({ scenario: name, mode, control: PLANTED[name].bug });
  return { main: AS_IT_SHOULD[name](main).drained(), control: WITH_ITS_BUG[name](control).drained() };
}

/** A minute of soak: ten arrivals, one lost worker, one transient failure, one duplicate. */
export function soakScript(name: string, mode: RunMode): RunScript {
  const script = new RunScript({ scenario: name, mode });
  for (let task = 1; task <= 9; task += 1)
    script
      .pass(3_000)
      .enqueue(`t${task}`, { key: `k${task}` })
      .work('w1/1', `t${task}`);
  script.enqueue('again', { key: 'k9' }).skip('w1/1', 'again', 't9');
  script.enqueue('lost', { key: 'lost' }).claim('w2/1', 'lost').pass(KNOBS.leaseMs).requeue('lost');
  script.pass(1_000).work('w1/1', 'lost');
  script.enqueue('flaky').claim('w3/1', 'flaky').failTransient('w3/1', 'flaky').requeue('flaky');
  script.pass(1_000).work('w3/1', 'flaky');
  return script.pass(60_000 - script.at).drained();
}
