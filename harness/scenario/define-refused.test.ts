/** What `scenario({…})` refuses, as it is written; of what it plans: `plan-refused.test.ts`. */
import { describe, expect, it } from 'vitest';
import { settledOnce } from '../checkers/safety/settled-once.js';
import { singleHolder } from '../checkers/safety/single-holder.js';
import { between, oneOf } from './drawn.js';
import { sameId } from './duplicates.js';
import * as harm from './faults.js';
import { works } from './runs.js';
import { tasks } from './tasks.js';
import type { Staging } from './terms.js';
import { defined, definedReal, JOB } from './testing/defined.js';

const operation = (change: object) =>
  definedReal({ actors: { operators: 1 }, operations: [{ at: 5, op: 'cancel', task: 'job-1', ...change }] });

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
          ...JOB,
          priority: oneOf('P0', 'P2'),
          maxRetries: 0,
          duplicates: [sameId({ share: 1, after: [0] })],
        }),
        tasks({ ...JOB, named: 'other', runs: [works({ for: 0, tokens: 0 })] }),
      ],
      operations: [{ at: 0, op: 'cancel', task: 'other-5' }],
      faults: [
        harm.after(0, harm.kill('w9', { for: 1 })),
        harm.after(between(0, 9), harm.lockStore({ for: 1 })),
      ],
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
    [
      'a knob',
      definedReal({ knobs: { leasMs: 5 } }),
      'knobs: expected one of the fields leaseMs, heartbeatMs, ',
    ],
    [
      'a fraction',
      definedReal({ knobs: { leaseMs: 100.5 } }),
      'knobs.leaseMs: expected a whole number of 1 or more, found 100.5',
    ],
    [
      'a backoff',
      definedReal({ knobs: { backoffMs: [60, 0] } }),
      'knobs.backoffMs[1]: expected a whole number of 1 or more, found 0',
    ],
    [
      'a heartbeat',
      definedReal({ knobs: { heartbeatMs: 900 } }),
      'knobs.heartbeatMs: expected at most half the lease of 1200 ms, found 900',
    ],
    [
      'a hard limit',
      definedReal({ knobs: { hardTokens: 1 } }),
      'knobs.hardTokens: expected a whole number of 2000 or more, found 1',
    ],
    [
      'an actor',
      definedReal({ actors: { worker: 2 } }),
      'actors: expected one of the fields submitters, workers, ',
    ],
    [
      'no workers',
      definedReal({ actors: { workers: 0 } }),
      'actors.workers: expected a whole number from 1 to 100, found 0',
    ],
    [
      'a way to poll',
      definedReal({ actors: { polling: 'instep' } }),
      "actors.polling: expected one of in-step, found 'instep'",
    ],
    ['no work', definedReal({ work: [] }), 'work: expected at least one, found []'],
    ['work that is data', definedReal({ work: [JOB] }), 'work[0]: expected what tasks({…}) answers, found {'],
    [
      'a fault that is data',
      definedReal({ faults: ['kill'] }),
      "faults[0]: expected what after, every, before, afterCall or during answers, found 'kill'",
    ],
    [
      'no operator',
      definedReal({ operations: [{ at: 1, op: 'cancel', task: 'job-1' }] }),
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
});
