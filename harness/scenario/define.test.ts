import { describe, expect, it } from 'vitest';
import { BASIC_GUARDS } from '../checkers/basic.js';
import { CHECKERS } from '../checkers/catalogue.js';
import { singleHolder } from '../checkers/safety/single-holder.js';
import { perMinute } from './arrivals.js';
import { scenario } from './define.js';
import { minutes, seconds } from './drawn.js';
import { after, anyWorker, every, kill } from './faults.js';
import { works } from './runs.js';
import { tasks } from './tasks.js';
import type { ScenarioTerms } from './terms.js';
import { EXAMPLE_TERMS } from './testing/example-terms.js';

const staging = {
  work: [tasks({ named: 'steady', count: 5, arrivals: perMinute(10), runs: [works({ for: seconds(1) })] })],
  faults: [
    after(seconds(3), kill(anyWorker, { for: seconds(1) })),
    every(minutes(1), kill('w2', { for: seconds(1) }), { times: 2 }),
  ],
};
const terms: ScenarioTerms = {
  ...EXAMPLE_TERMS,
  simulated: staging,
  real: { ...staging, knobs: { leaseMs: 2000 }, actors: { workers: 2, workerName: 'pool' } },
};

describe('scenario', () => {
  it('keeps what the author said, adds a plan and the basic guards, and sets every other checker beside them', () => {
    const { plan, ...facts } = scenario(terms);

    expect(facts).toEqual({
      id: 'S9-example',
      says: 'An example.',
      needs: ['lease'],
      guards: [singleHolder, ...BASIC_GUARDS],
      standing: CHECKERS.filter((guard) => ![singleHolder, ...BASIC_GUARDS].includes(guard)),
      mustSee: ['killed'],
      control: 'some-bug',
    });
    expect(plan).toBeTypeOf('function');
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
});
