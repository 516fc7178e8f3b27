import { describe, expect, it } from 'vitest';
import { BASIC_GUARDS } from '../../checkers/basic.js';
import {
  after,
  afterCall,
  anyWorker,
  before,
  bursts,
  fails,
  kill,
  lockStore,
  pause,
  sameKey,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../../index.js';
import { showScenario } from './show.js';

const staging = {
  actors: { workers: 2, workerName: 'pool', operators: 1 },
  work: [
    tasks({
      named: 'job',
      count: 4,
      arrivals: bursts({ of: 2, every: seconds(30) }),
      runs: [fails({ for: 1 }), works({ for: 1 })],
      duplicates: [sameKey({ share: 1, after: [0] })],
    }),
  ],
  operations: [{ at: seconds(5), op: 'cancel', task: 'job-1' }] as const,
  faults: [
    before('complete', { nth: 3 }, pause(anyWorker, { for: seconds(160) })),
    afterCall('claim', { nth: 2 }, kill('w1', { for: seconds(5) })),
    before('enqueue', { nth: 1 }, lockStore({ for: 30 })),
    after(seconds(9), kill(anyWorker, { for: seconds(5) })),
  ],
};
const example = scenario({
  id: 'S9-example',
  says: 'An example holds.',
  needs: ['lease'],
  guards: [singleHolder],
  mustSee: ['killed', 'paused'],
  control: 'some-bug',
  simulated: staging,
  real: staging,
});
const { text, json } = showScenario(example, 7);

describe('a scenario in words', () => {
  it.each([
    ['its sentence', /^S9-example\nAn example holds\.$/m],
    ['what it needs', /^needs +lease$/m],
    ['what must be seen', /^must see +killed, paused$/m],
    ['what it guards', /^guards +INV-01 single-holder$/m],
    ['what guards every scenario', /^as every one +INV-03 settled-once\n +INV-04 nothing-lost$/m],
    [
      'what watches it beside them',
      /^watched by +INV-02 fenced-settlement, .*INV-12 breaks-only-when-broken, INV-13 /m,
    ],
    ['its planted bug', /^planted bug +some-bug, which must make it fail$/m],
    ['who takes part', /^who +1 submitter; 2 workers under the one name pool; 1 watchdog; 1 operator$/m],
    ['its work', /^work +4 tasks job within 30 s, submitted again 4 times: fails, then works$/m],
    ['what operators do', /^operators +cancel job-1 at 5 s$/m],
    ['a fault before a call', /^faults +pause its caller just before complete number 3, for 2\.7 min$/m],
    ['a fault after a call', /^ +kill w1 when it is answered, unheard, at claim number 2 of w1, for 5 s$/m],
    ['a locked store', /^ +lock the store just before enqueue number 1, for 30 ms$/m],
    ['a fault at an instant', /^ +kill a worker at 9 s, for 5 s$/m],
    ['what to type next', /^next: npx gate scenario run S9-example --seed 7$/m],
  ])('says %s', (_, expected) => {
    expect(text).toMatch(expected);
  });

  it('is the whole plan as JSON', () => {
    expect(json).toMatchObject({
      id: 'S9-example',
      guards: [{ name: 'single-holder' }, ...BASIC_GUARDS.map(({ name }) => ({ name }))],
      standing: expect.arrayContaining([{ invariant: 'INV-12', name: 'breaks-only-when-broken' }]),
      plans: { real: { seed: 7 }, simulated: { seed: 7 } },
    });
  });
});
