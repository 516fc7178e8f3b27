/** SAMPLE DATA FOR TESTS of the renderings: a proof that nobody made. */
import type { ProofFinding } from '../../verdict/evidence-findings.js';

const BUGS = [
  [
    'claim-shares-a-lease',
    'INV-01',
    'A claim that finds nothing runnable hands out a task that another worker holds.',
  ],
  [
    'settle-uses-newest-fence',
    'INV-02',
    'A worker that lost its lease settles the task of the present holder.',
  ],
  ['complete-forgets-status', 'INV-03', 'A second completion of a task that is DONE is accepted.'],
  [
    'ack-before-commit',
    'INV-04',
    'A submission or completion that the locked store refused is acknowledged and lost.',
  ],
  ['key-ignored', 'INV-05', 'The idempotency key is ignored: the same work submitted twice is done twice.'],
] as const;

const CHECKER_BUGS = [
  {
    name: 'single-holder-is-blind',
    says: 'The checker of INV-01 never accuses.',
    caughtBy: 'a sweep comes before the lease is over',
  },
];

/** Every bug caught at the first seed. */
export function sampleProof(): ProofFinding {
  const mutants = BUGS.map(([name, breaks, says], place) => ({
    ...{ name, breaks, says, runs: place + 1, seeds: 1, tookMs: 600 * (place + 1) },
    caughtBy: {
      scenario: `S${place + 1}-made-up`,
      faults: place % 2 === 0 ? ('planned' as const) : ('swarm' as const),
      seed: 1,
      because: 'T-0017 is held by w2 under fence 2 while w1 holds it under fence 1',
    },
    others: place === 1 ? ['INV-04', 'INV-09', 'INV-10'] : [],
  }));
  return { mutants, checkers: CHECKER_BUGS, core: { runs: 40, accused: 0 } };
}

/** One bug escaped, and one run without a bug is accused. */
export function sampleEscape(): ProofFinding {
  const { mutants, core, ...sample } = sampleProof();
  const [first, ...others] = mutants;
  const escaped =
    first === undefined ? [] : [{ ...first, caughtBy: null, runs: 440, seeds: 20, tookMs: 241_000 }];
  return { ...sample, mutants: [...others, ...escaped], core: { ...core, accused: 1 } };
}
