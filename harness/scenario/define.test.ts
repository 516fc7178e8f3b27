import { describe, expect, it } from 'vitest';
import { BASIC_GUARDS } from '../checkers/basic.js';
import { settledOnce } from '../checkers/safety/settled-once.js';
import { singleHolder } from '../checkers/safety/single-holder.js';
import { STANDING_GUARDS } from '../checkers/standing.js';
import { perMinute } from './arrivals.js';
import { type ScenarioTerms, scenario } from './define.js';
import { minutes, seconds } from './drawn.js';
import { after, anyWorker, every, kill } from './faults.js';
import { works } from './runs.js';
import { tasks } from './tasks.js';

const staging = {
  work: [tasks({ named: 'steady', count: 5, arrivals: perMinute(10), runs: [works({ for: seconds(1) })] })],
  faults: [
    after(seconds(3), kill(anyWorker, { for: seconds(1) })),
    every(minutes(1), kill('w2', { for: seconds(1) }), { times: 2 }),
  ],
};
const terms: ScenarioTerms = {
  id: 'S9-example',
  says: 'An example.',
  needs: ['lease'],
  guards: [singleHolder],
  mustSee: ['killed'],
  control: 'no-such-bug',
  simulated: staging,
  real: { ...staging, knobs: { leaseMs: 2000 }, actors: { workers: 2, workerName: 'pool' } },
};

describe('scenario', () => {
  it('keeps what the author said, adds a plan and the basic guards, and sets the standing ones beside them', () => {
    const { plan, ...facts } = scenario(terms);

    expect(facts).toEqual({
      id: 'S9-example',
      says: 'An example.',
      needs: ['lease'],
      guards: [singleHolder, ...BASIC_GUARDS],
      standing: STANDING_GUARDS,
      mustSee: ['killed'],
      control: 'no-such-bug',
    });
    expect(plan).toBeTypeOf('function');
  });

  it('does not set a standing guard beside itself', () => {
    const [named, ...others] = STANDING_GUARDS;

    const { guards, standing } = scenario({ ...terms, guards: named ? [named] : [] });

    expect(guards[0]).toBe(named);
    expect(standing).toEqual(others);
  });

  it('is guarded by the basic guards when it names none of its own', () => {
    expect(scenario({ ...terms, guards: [] }).guards).toEqual(BASIC_GUARDS);
  });

  it('makes the same plan of the same seed and mode, and another one of another seed', () => {
    const { plan } = scenario(terms);

    expect(plan(7, 'simulated')).toEqual(plan(7, 'simulated'));
    expect(plan(7, 'simulated').tasks).not.toEqual(plan(8, 'simulated').tasks);
  });

  it('makes plans that survive being written down as JSON', () => {
    const planned = scenario(terms).plan(7, 'real');

    expect(JSON.parse(JSON.stringify(planned))).toEqual(planned);
  });

  it('stages each mode with its own figures, and numbers the faults', () => {
    const { plan } = scenario(terms);

    expect(plan(1, 'simulated')).toMatchObject({
      scenario: 'S9-example',
      seed: 1,
      knobs: { leaseMs: 60_000, backoffMs: [60_000, 180_000, 600_000] },
      actors: { submitters: 1, workers: 3, watchdogs: 1, operators: 0 },
      operations: [],
    });
    expect(plan(1, 'real')).toMatchObject({
      knobs: { leaseMs: 2000 },
      actors: { workers: 2, workerName: 'pool' },
    });
    expect(plan(1, 'real').faults.map(({ id }) => id)).toEqual(['f1', 'f2', 'f3']);
  });

  it('draws for one fault without moving the draws of another', () => {
    const [first, ...others] = staging.faults;
    const lone = scenario({ ...terms, simulated: { ...staging, faults: others } });
    const both = scenario({
      ...terms,
      simulated: { ...staging, faults: [...others, ...(first ? [first] : [])] },
    });

    const anchors = (from: typeof lone) => from.plan(3, 'simulated').faults.map(({ anchor }) => anchor);

    expect(anchors(both).slice(0, 2)).toEqual(anchors(lone));
  });

  it('plays without faults when none are written', () => {
    const { faults: _, ...quiet } = staging;

    expect(scenario({ ...terms, simulated: quiet }).plan(1, 'simulated').faults).toEqual([]);
  });

  it.each<[string, Partial<ScenarioTerms>, string]>([
    ['an id', { id: 'lease' }, "scenario: id: expected an id like S2-stuck-in-progress, found 'lease'"],
    ['a control', { control: '' }, "S9-example: control: expected the name of a planted bug, found ''"],
    [
      'guards that are its own',
      { guards: [singleHolder, settledOnce] },
      'S9-example: guards: expected none of settled-once, nothing-lost, events-explain-state, ' +
        "legal-transitions, drains-after-heal, found 'settled-once'",
    ],
    ['a mark', { mustSee: ['seen' as 'paused'] }, 'S9-example: mustSee: expected one of claims-overlapped, '],
    ['a need', { needs: ['speed' as 'lease'] }, 'S9-example: needs: expected one of lease, fencing, '],
    ['work', { real: { work: [] } }, 'S9-example: real.work: expected at least one, found []'],
    [
      'workers',
      { real: { ...staging, actors: { workers: 0 } } },
      'S9-example: real.actors.workers: expected a whole number of 1 or more, found 0',
    ],
    [
      'an operator for its operations',
      { real: { ...staging, operations: [{ at: 1, op: 'cancel', task: 'steady-1' }] } },
      'S9-example: real.actors.operators: expected a whole number of 1 or more, found 0',
    ],
    [
      'a heartbeat shorter than the lease',
      { simulated: { ...staging, knobs: { heartbeatMs: 40_000 } } },
      'S9-example: simulated.knobs.heartbeatMs: expected at most half the lease of 60000 ms, found 40000',
    ],
    [
      'a backoff',
      { simulated: { ...staging, knobs: { backoffMs: [60, 0] } } },
      'S9-example: simulated.knobs.backoffMs[1]: expected a length of more than 0 ms, found 0',
    ],
    [
      'a hard limit above the soft one',
      { simulated: { ...staging, knobs: { hardTokens: 1 } } },
      'S9-example: simulated.knobs.hardTokens: expected a whole number of 2000 or more, found 1',
    ],
  ])('refuses a scenario without %s, naming the field and what was found', (_, change, message) => {
    expect(() => scenario({ ...terms, ...change })).toThrow(message);
  });
});
