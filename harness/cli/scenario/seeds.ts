/** `gate scenario run --seeds`: one scenario with many seeds in simulation, several at the same time. */
import { join, resolve } from 'node:path';
import type { Composition } from '../../composition.js';
import type { Backend } from '../../scenario/plan.js';
import type { Scenario } from '../../scenario/scenario.js';
import { hireCrew } from '../../search/crew.js';
import type { Job, JobResult, Keep } from '../../search/job.js';
import { columns } from '../../terminal/columns.js';
import type { Answer } from '../answer.js';
import { EXIT_CODES, worstEnd } from '../exit-code.js';

export interface SeedsTerms {
  readonly scenario: Scenario;
  readonly from: number;
  readonly seeds: number;
  readonly jobs: number;
  readonly mutant: string | null;
  readonly backend: Backend;
  /** The folder of failing runs, or null for the usual one. */
  readonly out: string | null;
}

/** Plays every seed; the exit code is that of the worst outcome. */
export async function runSeeds(terms: SeedsTerms, composition: Composition): Promise<Answer> {
  const crew = hireCrew({ program: composition.player, size: Math.min(terms.jobs, terms.seeds) });
  try {
    const results = await Promise.all(jobsOf(terms, composition).map((job) => crew.play(job)));
    const worst = worstEnd(results.map(({ outcome }) => outcome)) ?? 'unknown';
    return {
      text: seedsText(terms.scenario, results),
      json: { scenario: terms.scenario.id, outcome: worst, runs: results },
      exitCode: EXIT_CODES[worst],
    };
  } finally {
    await crew.end();
  }
}

/** Where each of its runs would be left when it fails. */
export function foldersOf(terms: SeedsTerms, composition: Composition): readonly string[] {
  return jobsOf(terms, composition).map(({ keep }) => keep.folder);
}

type KeptJob = Job & { readonly keep: Keep };

function jobsOf(terms: SeedsTerms, { projectRoot }: Composition): readonly KeptJob[] {
  const { scenario, from, seeds, mutant, backend, out } = terms;
  const simulated = backend === 'atomic' ? 'sim' : backend;
  const below = out === null ? join(projectRoot, 'reports', 'scenarios', scenario.id) : resolve(out);
  return Array.from({ length: seeds }, (_, nth) => {
    const seed = from + nth;
    const folder = join(below, `seed-${seed}-${simulated}${mutant === null ? '' : '-control'}`);
    const keep = { folder, earlier: out === null ? 'replaced' : 'left' } as const;
    return { scenario: scenario.id, seed, faults: 'planned', mutant, backend, keep, times: 'once' };
  });
}

/** A row for each seed, what did not hold in words, and a count of the outcomes. */
function seedsText({ id }: Pick<Scenario, 'id'>, results: readonly JobResult[]): string {
  const rows = results.map(({ job, outcome, violations, simulatedMs, files, unkept, problems }) => [
    String(job.seed),
    outcome,
    `${(simulatedMs / 60_000).toFixed(1)} min`,
    [
      violations.map(({ invariant }) => invariant).join(' '),
      files ?? '',
      unkept === undefined ? '' : `not kept: ${unkept}`,
      outcome === 'holds' ? '' : problems[0],
    ]
      .filter(Boolean)
      .join('  '),
  ]);
  const counts = new Map<string, number>();
  for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const summary = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  return `${id}\n${columns([['seed', 'outcome', 'simulated', 'violated'], ...rows])}\n\n${summary}`;
}
