/**
 * The proof as a matrix: every planted bug, the invariant it breaks, and the run in which that invariant accused it. A
 * bug that was not caught stands first.
 */
import type { ProofFinding } from '../../verdict/evidence-findings.js';
import type { Verdict } from '../../verdict/verdict.js';
import { counted, duration, number } from '../figures.js';
import { lookOfEvidence, lookOfOutcome, lookOfStatus } from '../status-look.js';
import { recordCitation } from './citation.js';
import { cut, cutText } from './cut.js';
import { nextView } from './first-screen.js';
import { timeModeView } from './time-mode.js';

type Mutant = ProofFinding['mutants'][number];

const ROWS_MOST = 100;

export function proofView(verdict: Verdict) {
  const { proof } = verdict;
  const item = verdict.evidence.find(({ kind }) => kind === 'proof');
  return {
    mode: timeModeView('simulated'),
    record: recordCitation(item),
    matrix: proof === null ? null : matrixOf(proof),
    absent: proof === null ? absence(item) : null,
  };
}

function absence(item: Verdict['evidence'][number] | undefined) {
  if (item === undefined) {
    return { look: lookOfStatus(null), problem: 'This profile does not ask for it.', next: null };
  }
  return {
    look: lookOfEvidence(item.state),
    problem: item.problem ?? 'No proof.',
    next: nextView(item.next),
  };
}

function matrixOf({ mutants, checkers, core }: ProofFinding) {
  const blind = checkers.filter(({ caughtBy }) => caughtBy === null);
  const missed = mutants.filter(({ caughtBy }) => caughtBy === null);
  const caught = mutants.filter(({ caughtBy }) => caughtBy !== null);
  return {
    facts: [
      {
        name: 'Planted bugs caught',
        figure: `${number(caught.length)} of ${number(mutants.length)}`,
        look: lookOfOutcome(mutants.length === 0 ? null : missed.length === 0),
      },
      {
        name: 'Bugs in checkers caught',
        figure: `${number(checkers.length - blind.length)} of ${number(checkers.length)}`,
        look: lookOfOutcome(checkers.length === 0 ? null : blind.length === 0),
      },
      {
        name: 'Accused without a bug',
        figure: `${number(core.accused)} of ${counted(core.runs, 'run')}`,
        look: lookOfOutcome(core.runs === 0 ? null : core.accused === 0),
      },
    ],
    rows: cut([...missed, ...caught].map(rowOf), ROWS_MOST),
  };
}

function rowOf({ name, says, breaks, caughtBy, runs, seeds, tookMs, others }: Mutant) {
  const caught = caughtBy !== null;
  return {
    name: cutText(name, 80),
    says: cutText(says, 240),
    look: { ...lookOfOutcome(caught), word: caught ? 'Caught' : 'Not caught' },
    breaks,
    place: caught ? caughtBy.scenario : '–',
    plan: caught ? `${caughtBy.faults === 'swarm' ? 'swarm' : 'its plan'}, seed ${caughtBy.seed}` : null,
    because: caught ? cutText(caughtBy.because, 240) : null,
    runs: number(runs),
    seeds: number(seeds),
    took: duration(tookMs),
    others: others.length === 0 ? '–' : others.join(' '),
  };
}
