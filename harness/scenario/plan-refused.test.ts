/** What `scenario({…})` refuses in the work and the faults it plans, also where a plan may never come to it. */
import { describe, expect, it } from 'vitest';
import { perMinute } from './arrivals.js';
import { between, oneOf, share } from './drawn.js';
import { sameKey } from './duplicates.js';
import * as harm from './faults.js';
import { type Faults, kill } from './faults.js';
import { fails, type Run, sometimes, works } from './runs.js';
import { ioError } from './store-faults.js';
import { tasks } from './tasks.js';
import { definedReal, JOB } from './testing/defined.js';
import { slowDown, stepClock } from './time-faults.js';

/** What no compiler has looked at. */
const wrong = (found: unknown) => found as never;
const work = (change: object) => definedReal({ work: [tasks({ ...JOB, ...change })] });
const runs = (...all: readonly Run[]) => work({ runs: all });
const faults = (...all: readonly Faults[]) => definedReal({ faults: all });

describe('a definition', () => {
  it.each<[string, () => unknown, string]>([
    [
      'one name twice',
      definedReal({ work: [tasks(JOB), tasks({ ...JOB, count: 1 })] }),
      'work: expected an id of its own for every task, so another "named" in each tasks({…}), found \'job-1\'',
    ],
    [
      'a fault that it does not need',
      faults(harm.after(1, ioError('w1', { for: 1 }))),
      "faults: expected store-faults among its needs, for its io-error, found [ 'lease' ]",
    ],
    [
      'a clock that it does not need',
      faults(harm.after(1, stepClock('w1', { by: 5, for: 1 }))),
      "faults: expected clock-faults among its needs, for its clock-step, found [ 'lease' ]",
    ],
    [
      'programs of the system that it does not need',
      definedReal({ actors: { programs: 'system' } }),
      "actors.programs: expected own-programs among its needs, found [ 'lease' ]",
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
