/** What `scenario({…})` refuses, as it is written and whatever its types say: a table of wrong definitions. */
import { describe, expect, it } from 'vitest';
import { settledOnce } from '../checkers/safety/settled-once.js';
import { singleHolder } from '../checkers/safety/single-holder.js';
import { perMinute } from './arrivals.js';
import { scenario } from './define.js';
import { between, oneOf, seconds, share } from './drawn.js';
import { sameId, sameKey } from './duplicates.js';
import * as harm from './faults.js';
import { anyWorker, type Faults, kill, lockStore } from './faults.js';
import { fails, type Run, sometimes, works } from './runs.js';
import { ioError } from './store-faults.js';
import { type TasksTerms, tasks } from './tasks.js';
import type { ScenarioTerms, Staging } from './terms.js';
import { EXAMPLE_TERMS } from './testing/example-terms.js';
import { slowDown } from './time-faults.js';

const job: TasksTerms = { named: 'job', count: 5, arrivals: perMinute(10), runs: [works({ for: 1 })] };
const plain: Staging = { work: [tasks(job)], faults: [harm.after(seconds(3), kill(anyWorker, { for: 1 }))] };
const terms: ScenarioTerms = { ...EXAMPLE_TERMS, simulated: plain, real: plain };

/** What no compiler has looked at. */
const wrong = (found: unknown) => found as never;
const defined = (change: object) => () => scenario({ ...terms, ...change });
const real = (change: object) => defined({ real: { ...plain, ...change } });
const work = (change: object) => real({ work: [tasks({ ...job, ...change })] });
const runs = (...all: readonly Run[]) => work({ runs: all });
const faults = (...all: readonly Faults[]) => real({ faults: all });
const operation = (change: object) =>
  real({ actors: { operators: 1 }, operations: [{ at: 5, op: 'cancel', task: 'job-1', ...change }] });

describe('a definition', () => {
  it('may say all there is to say', () => {
    const full: Staging = {
      knobs: { leaseMs: 2000, heartbeatMs: 500, backoffMs: [1, 2], softTokens: 1, hardTokens: 1 },
      actors: {
        submitters: 2,
        workers: 9,
        watchdogs: 2,
        operators: 1,
        workerName: 'pool',
        polling: 'in-step',
      },
      work: [
        tasks({
          ...job,
          priority: oneOf('P0', 'P2'),
          maxRetries: 0,
          duplicates: [sameId({ share: 1, after: [0] })],
        }),
        tasks({ ...job, named: 'other', runs: [works({ for: 0, tokens: 0 })] }),
      ],
      operations: [{ at: 0, op: 'cancel', task: 'other-5' }],
      faults: [harm.after(0, kill('w9', { for: 1 })), harm.after(between(0, 9), lockStore({ for: 1 }))],
    };

    expect(defined({ simulated: full, real: full })).not.toThrow();
  });

  it.each<[string, () => unknown, string]>([
    [
      'an id',
      defined({ id: 'lease' }),
      "scenario: id: expected an id like S2-stuck-in-progress, found 'lease'",
    ],
    [
      'no id',
      defined({ id: undefined }),
      'scenario: id: expected an id like S2-stuck-in-progress, found undefined',
    ],
    ['no sentence', defined({ says: '' }), "S9-example: says: expected a sentence for the report, found ''"],
    [
      'a control',
      defined({ control: '' }),
      "S9-example: control: expected the name of a planted bug, found ''",
    ],
    ['a field', defined({ mustsee: [] }), 'S9-example: expected one of the fields id, says, needs, guards, '],
    ['a need', defined({ needs: ['speed'] }), 'S9-example: needs[0]: expected one of lease, fencing, '],
    ['a mark', defined({ mustSee: ['seen'] }), 'S9-example: mustSee[0]: expected one of claims-overlapped, '],
    [
      'no marks',
      defined({ mustSee: undefined }),
      'S9-example: mustSee: expected a list of some of claims-overlapped, ',
    ],
    [
      'no guards',
      defined({ guards: undefined }),
      'S9-example: guards: expected a list of checkers: single-holder, ',
    ],
    [
      'a guard',
      defined({ guards: ['single-holder'] }),
      'S9-example: guards[0]: expected a checker: single-holder, ',
    ],
    [
      'guards that go without saying',
      defined({ guards: [singleHolder, settledOnce] }),
      'S9-example: guards: expected none of settled-once, nothing-lost, events-explain-state, ' +
        "legal-transitions, drains-after-heal, found 'settled-once'",
    ],
    [
      'no staging',
      defined({ simulated: undefined }),
      'S9-example: simulated: expected an object with the fields knobs, actors, work, operations, faults, found undefined',
    ],
    [
      'no real staging',
      defined({ real: undefined }),
      'S9-example: real: expected an object with the fields knobs, ',
    ],
  ])('is refused for %s', (_, define, message) => {
    expect(define).toThrow(message);
  });

  it.each<[string, () => unknown, string]>([
    ['a knob', real({ knobs: { leasMs: 5 } }), 'knobs: expected one of the fields leaseMs, heartbeatMs, '],
    [
      'a fraction',
      real({ knobs: { leaseMs: 100.5 } }),
      'knobs.leaseMs: expected a whole number of 1 or more, found 100.5',
    ],
    [
      'a backoff',
      real({ knobs: { backoffMs: [60, 0] } }),
      'knobs.backoffMs[1]: expected a whole number of 1 or more, found 0',
    ],
    [
      'a heartbeat',
      real({ knobs: { heartbeatMs: 900 } }),
      'knobs.heartbeatMs: expected at most half the lease of 1200 ms, found 900',
    ],
    [
      'a hard limit',
      real({ knobs: { hardTokens: 1 } }),
      'knobs.hardTokens: expected a whole number of 2000 or more, found 1',
    ],
    ['an actor', real({ actors: { worker: 2 } }), 'actors: expected one of the fields submitters, workers, '],
    [
      'no workers',
      real({ actors: { workers: 0 } }),
      'actors.workers: expected a whole number of 1 or more, found 0',
    ],
    [
      'a way to poll',
      real({ actors: { polling: 'instep' } }),
      "actors.polling: expected one of in-step, found 'instep'",
    ],
    ['no work', real({ work: [] }), 'work: expected at least one, found []'],
    ['work that is data', real({ work: [job] }), 'work[0]: expected what tasks({…}) answers, found {'],
    [
      'a fault that is data',
      real({ faults: ['kill'] }),
      "faults[0]: expected what after, every, before, afterCall or during answers, found 'kill'",
    ],
    [
      'no operator',
      real({ operations: [{ at: 1, op: 'cancel', task: 'job-1' }] }),
      'actors.operators: expected a whole number of 1 or more, found 0',
    ],
    [
      'an operation',
      operation({ op: 'cancle' }),
      "operations[0].op: expected one of cancel, replan, retry, found 'cancle'",
    ],
    [
      'its instant',
      operation({ at: Number.NaN }),
      'operations[0].at: expected a number of ms, 0 or more, found NaN',
    ],
    [
      'its task',
      operation({ task: 'zzz' }),
      "operations[0].task: expected one of job-1 to job-5, found 'zzz'",
    ],
    [
      'a task as it is submitted again',
      operation({ task: 'job-1.again-1' }),
      'operations[0].task: expected one of job-1 to job-5',
    ],
  ])('is refused for %s in a staging', (_, define, message) => {
    expect(define).toThrow(`S9-example: real.${message}`);
  });

  it.each<[string, () => unknown, string]>([
    [
      'one name twice',
      real({ work: [tasks(job), tasks({ ...job, count: 1 })] }),
      'work: expected an id of its own for every task, so another "named" in each tasks({…}), found \'job-1\'',
    ],
    [
      'a priority',
      work({ priority: 'P9' }),
      "work[0]: tasks job: priority: expected one of P0, P1, P2, found 'P9'",
    ],
    [
      'a length of work',
      runs(works({ for: -5 })),
      'work[0]: tasks job: works: for: expected a number of ms, 0 or more, found -5',
    ],
    [
      'no length',
      runs(fails(wrong({}))),
      'work[0]: tasks job: fails: for: expected a number of ms, 0 or more, found undefined',
    ],
    [
      'a drawn length',
      runs(works({ for: () => Number.NaN })),
      'work[0]: tasks job: works: for: expected a number of ms, 0 or more, found NaN',
    ],
    [
      'tokens',
      runs(works({ for: 1, tokens: -4 })),
      'work[0]: tasks job: works: tokens: expected a whole number of 0 or more, found -4',
    ],
    [
      'a wait',
      work({ duplicates: [sameKey({ share: 0, after: [-50] })] }),
      'work[0]: tasks job: duplicates: after: expected a number of ms, 0 or more, found -50',
    ],
    [
      'a drawn wait',
      work({ duplicates: [sameKey({ share: 1, after: [() => -1] })] }),
      'work[0]: tasks job: duplicates: after: expected a number of ms, 0 or more, found -1',
    ],
    [
      'a kind of duplicate',
      work({ duplicates: [{ as: 'same-kee', share: 1, after: [1] }] }),
      "work[0]: tasks job: duplicates: as: expected one of same-key, same-id, found 'same-kee'",
    ],
    [
      'an arrival',
      work({ arrivals: () => [-1] }),
      'work[0]: tasks job: arrivals: expected a number of ms, 0 or more, found -1',
    ],
    [
      'bounds in the wrong order',
      runs(works({ for: between(5, 3) })),
      'work[0]: tasks job: between: most: expected a number of 5 or more, found 3',
    ],
    [
      'a lower bound',
      faults(harm.after(between(-1, 3), kill('w1', { for: 1 }))),
      'faults[0]: between: least: expected a whole number of 0 or more, found -1',
    ],
    [
      'an empty choice',
      work({ priority: oneOf() }),
      'work[0]: tasks job: oneOf: expected at least one, found []',
    ],
    [
      'a share of runs',
      runs(sometimes(share(1.5), works({ for: 1 }), works({ for: 1 }))),
      'work[0]: tasks job: sometimes: expected a share from 0 to 1, found 1.5',
    ],
    [
      'a run that its plans never come to',
      runs(sometimes(0, works({ for: -1 }), works({ for: 1 }))),
      'work[0]: tasks job: works: for: expected a number of ms, 0 or more, found -1',
    ],
    [
      'a drawn wait that its plans never come to',
      work({ duplicates: [sameKey({ share: 0, after: [between(5, 3)] })] }),
      'work[0]: tasks job: between: most: expected a number of 5 or more, found 3',
    ],
    [
      'no tasks',
      work({ count: 0 }),
      'work[0]: tasks job: count: expected a whole number of 1 or more, found 0',
    ],
    [
      'a rate',
      work({ arrivals: perMinute(0) }),
      'work[0]: tasks job: perMinute: expected a rate of more than 0, found 0',
    ],
    [
      'a share',
      work({ duplicates: [sameKey({ share: 2, after: [1] })] }),
      'work[0]: tasks job: duplicates: share: expected a share from 0 to 1, found 2',
    ],
    [
      'no strikes',
      faults(harm.every(1, kill('w1', { for: 1 }), { times: 0 })),
      'faults[0]: every: times: expected a whole number of 1 or more, found 0',
    ],
    [
      'no call',
      faults(harm.during('claim', { nth: 0 }, kill('w1', { for: 1 }))),
      'faults[0]: during: nth: expected a whole number of 1 or more, found 0',
    ],
    [
      'no slowness',
      faults(harm.after(1, slowDown('w1', { times: 1, for: 1 }))),
      'faults[0]: slow: times: expected a whole number of 2 or more, found 1',
    ],
    [
      'a fault aimed at what is no actor',
      faults(harm.after(1, ioError('disk', { for: 1 }))),
      "faults[0]: io-error: actor: expected one of any, s1, w1, w2, w3, d1, found 'disk'",
    ],
    [
      'an instant',
      faults(harm.after(-5, kill('w1', { for: 1 }))),
      'faults[0]: after: expected a number of ms, 0 or more, found -5',
    ],
    [
      'no number',
      faults(harm.after(Number.NaN, kill('w1', { for: 1 }))),
      'faults[0]: after: expected a number of ms, 0 or more, found NaN',
    ],
    [
      'a word',
      faults(harm.after(wrong('soon'), kill('w1', { for: 1 }))),
      "faults[0]: after: expected a number of ms, 0 or more, found 'soon'",
    ],
    [
      'a fault of no length',
      faults(harm.after(1, kill('w1', { for: 0 }))),
      'faults[0]: kill: for: expected a length of more than 0 ms, found 0',
    ],
    [
      'a drawn call',
      faults(harm.before('claim', { nth: () => 0 }, kill('w1', { for: 1 }))),
      'faults[0]: before: nth: expected a whole number of 1 or more, found 0',
    ],
    [
      'a fault aimed at nobody',
      faults(harm.after(1, kill('w1', { for: 1 })), harm.after(1, kill('w9', { for: 1 }))),
      "faults[1]: kill: actor: expected one of any, s1, w1, w2, w3, d1, found 'w9'",
    ],
  ])('is refused for %s in what it plans', (_, define, message) => {
    expect(define).toThrow(`S9-example: real.${message}`);
  });
});
