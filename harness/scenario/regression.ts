/**
 * A minimal plan that once violated an invariant, as a file: small enough to read, and played again for ever after. The
 * planted bug it names must be caught, and without it nothing may be accused.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { planForm } from './plan-form.js';

const count = z.int().min(0);
const text = z.string().min(1);
const shrunk = z.tuple([count, count]);

const regression = z.strictObject({
  regression: z.literal(1),
  /** What the minimal run was accused of. */
  says: text,
  expects: z.strictObject({
    /** The planted bug that is in when it fails; null when the system itself failed once. */
    plantedBug: text.nullable(),
    isCaughtBy: z.string().regex(/^INV-\d+$/),
    withoutIt: z.literal('nothing is violated'),
  }),
  /** Before and after, of each. */
  shrunk: z.strictObject({ faults: shrunk, actors: shrunk, tasks: shrunk, simulatedMs: shrunk }),
  plan: planForm,
});

export type Regression = z.infer<typeof regression>;

/** A file that is no regression. */
export class RegressionUnreadable extends Error {
  constructor(path: string, found: string) {
    super(`expected a regression as gate scenario shrink writes it in ${path}, found ${found}`);
    this.name = 'RegressionUnreadable';
  }
}

/** What a regression may name. */
export interface Known {
  readonly scenarios: readonly { readonly id: string }[];
  readonly mutants: readonly { readonly name: string }[];
}

/** @throws RegressionUnreadable when a regression of that file names a scenario or a planted bug that is not there */
export function expectKnown(path: string, { plan, expects }: Regression, known: Known): void {
  const scenarios = known.scenarios.map(({ id }) => id);
  const bugs = known.mutants.map(({ name }) => name);
  for (const [place, found, allowed] of [
    ['plan.scenario', plan.scenario, scenarios],
    ['expects.plantedBug', expects.plantedBug, bugs],
  ] as const) {
    if (found === null || allowed.includes(found)) continue;
    throw new RegressionUnreadable(path, `${place}: "${found}", none of ${allowed.join(', ')}`);
  }
}

/** @throws RegressionUnreadable naming the place in the file that is off */
export function readRegression(path: string): Regression {
  const read = regression.safeParse(parsed(path));
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const place = first?.path.join('.') || 'the whole';
  throw new RegressionUnreadable(path, `${place}: ${first?.message ?? 'something else'}`);
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new RegressionUnreadable(path, error instanceof Error ? error.message : String(error));
  }
}
