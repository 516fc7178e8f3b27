/** What many runs add up to: time, faults, exposures and the states that were reached. */
import type { FaultKind } from '../../gates/record/history.js';
import { CHECKERS } from '../checkers/catalogue.js';
import { type CoverageMark, MARKS } from '../outcome/coverage.js';
import { isFind, type JobResult } from './job.js';

export interface Totals {
  readonly runs: number;
  readonly simulatedMs: number;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** Chances to break, by invariant; every invariant is there. */
  readonly exposures: Readonly<Record<string, number>>;
  /** How often each coverage mark was reached; every mark is there. */
  readonly marks: Readonly<Record<CoverageMark, number>>;
  /** Different ways a task went through its life. */
  readonly lives: number;
  /** Runs that failed. */
  readonly finds: number;
}

export class Tallies {
  readonly #faults: Record<string, number> = {};
  readonly #exposures: Record<string, number> = Object.fromEntries(
    CHECKERS.map(({ invariant }) => [invariant, 0]),
  );
  readonly #marks: Record<string, number> = Object.fromEntries(MARKS.map((mark) => [mark, 0]));
  readonly #lives = new Set<string>();
  #runs = 0;
  #simulatedMs = 0;
  #finds = 0;

  add(result: JobResult): void {
    this.#runs += 1;
    this.#simulatedMs += result.simulatedMs;
    if (isFind(result)) this.#finds += 1;
    addTo(this.#faults, result.faults);
    addTo(this.#exposures, result.exposures);
    addTo(this.#marks, result.marks);
    for (const life of result.lives) this.#lives.add(life);
  }

  totals(): Totals {
    return {
      runs: this.#runs,
      simulatedMs: this.#simulatedMs,
      faults: { ...this.#faults },
      exposures: sorted(this.#exposures),
      marks: { ...this.#marks } as Totals['marks'],
      lives: this.#lives.size,
      finds: this.#finds,
    };
  }
}

function addTo(sums: Record<string, number>, counts: Readonly<Partial<Record<string, number>>>): void {
  for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + (count ?? 0);
}

function sorted(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).sort(([one], [other]) => one.localeCompare(other, 'en')));
}
