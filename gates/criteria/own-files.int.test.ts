/** Files that are whole, each by itself, and not of one run: a plan or a final state beside another run's history. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFiles } from '../testing/evidence-builder.js';
import {
  both,
  type Item,
  type Mutant,
  MutantBench,
  named,
  put,
  reasonsFor,
  scenario,
  soak,
  swap,
  unchanged,
} from '../testing/mutant-bench.js';
import { RunScript } from '../testing/run-script.js';

const S2 = 'S2-stuck-in-progress';
const SIMULATED: Item = { kind: 'soak-sim', name: 'soak-24h', mode: 'simulated' };
let bench: MutantBench;

beforeAll(async () => {
  bench = await MutantBench.of(['RC-P5', 'RC-F1', 'RC-F3', 'RC-F4', 'RC-A3']);
}, 60_000);
afterAll(() => bench.dispose());

/** Another value where nothing else looks. */
const another = {
  state: (folder = '') => swap(`${folder}final.json`, '"priority":"P1"', '"priority":"P2"'),
  plan: (folder = '') => swap(`${folder}plan.json`, /"at":\d+/, '"at":7'),
};

const second = () => new RunScript({ scenario: S2, seed: 2 }).enqueue('t').work('w1/1', 't').drained();
const further = put([...runFiles(second())].map(([path, text]) => [`run-2/${path}`, text] as const));

const STATE = 'final.json is not the state that the run beside it ended with';
const PLAN = 'plan.json is not the plan that the run beside it was played from';
const PROMISED = /^SHA-256 \w{64}, in the (header|trailer) of its history$/;
interface Stranger extends Omit<Mutant, 'expect'> {
  readonly because: string;
}

const strangers: readonly Stranger[] = [
  {
    what: 'a scenario with another final state',
    item: scenario(S2),
    change: another.state(),
    because: STATE,
  },
  { what: 'a scenario with another plan', item: scenario(S2), change: another.plan(), because: PLAN },
  {
    what: 'a control with another final state',
    item: scenario(S2),
    change: another.state('control/'),
    because: `control/${STATE}`,
  },
  {
    what: 'a further run with another plan',
    item: scenario(S2),
    change: both(further, another.plan('run-2/')),
    because: `run-2/${PLAN}`,
  },
  {
    what: 'a simulated scenario with another final state',
    item: { ...scenario('S3-duplicate-dispatch'), mode: 'simulated' },
    change: another.state(),
    because: STATE,
  },
  {
    what: 'a soak with another final state',
    item: soak('soak-smoke'),
    change: another.state(),
    because: STATE,
  },
  { what: 'a soak with another plan', item: soak('soak-smoke'), change: another.plan(), because: PLAN },
  {
    what: 'a simulated soak with another final state',
    item: SIMULATED,
    change: another.state(),
    because: STATE,
  },
];

/** Why the evidence is not believed, with the figures. */
async function mismatchesAfter(item: Item, change: Mutant['change']) {
  const { criteria } = await bench.verdictAfter(item, change);
  return criteria
    .filter(({ id }) => id === 'RC-F4')
    .flatMap(({ checks }) => checks.flatMap(({ reasons }) => reasons))
    .filter(({ code }) => code === 'CLAIM_MISMATCH');
}

describe('the files of a run', () => {
  it('are accepted where they are its own', async () => {
    expect(await reasonsFor(bench.good)).toEqual([]);
  });

  it.each(named(strangers))('are refused: %s', async (_what, { item, change, because }) => {
    expect(await mismatchesAfter(item, change)).toMatchObject([
      {
        because,
        measured: expect.stringMatching(/^SHA-256 \w{64}$/),
        limit: expect.stringMatching(PROMISED),
      },
    ]);
  });

  it.each([
    ['seed', '"seed":1', '"seed":3'],
    ['knobs', '"pollMs":100', '"pollMs":7'],
  ])('are refused with a plan that has another %s, which is told', async (field, from, to) => {
    const mismatches = await mismatchesAfter(scenario(S2), swap('plan.json', from, to));

    expect(mismatches).toMatchObject([
      {
        because: PLAN,
        measured: expect.stringMatching(new RegExp(`^${field} .*${to.split(':')[1]}`)),
        limit: expect.stringMatching(
          new RegExp(`^${field} .*${from.split(':')[1]}.*, in the header of its history$`),
        ),
      },
    ]);
  });

  it('are refused with a header that lets clocks differ by more than the plan has them differ', async () => {
    const lax = second();
    Object.assign(lax.header, { eps: 60_000 });
    const change = put([...runFiles(lax)].map(([path, text]) => [`run-2/${path}`, text] as const));

    expect(await mismatchesAfter(scenario(S2), change)).toMatchObject([
      { because: `run-2/${PLAN}`, measured: 'eps 0', limit: 'eps 60000, in the header of its history' },
    ]);
  });

  it('accuse all the same, also in an earlier attempt', async () => {
    const unexplained = swap('final.json', '"run":2,"retries"', '"run":3,"retries"');

    expect(await bench.reasonsAfter(scenario(S2), unexplained)).toContain('RC-F1 DB_LOG_MISMATCH');
    expect(await bench.reasonsAfter(scenario(S2), unexplained, unchanged)).toContain('RC-F1 DB_LOG_MISMATCH');
  });

  it('are refused without the plan', async () => {
    const gone: Mutant['change'] = ({ files }) => files.delete('plan.json');

    expect(await bench.reasonsAfter(scenario(S2), gone)).toContain('RC-P5 EVIDENCE_MISSING');
  });
});
