/**
 * Checks on what a scenario's author wrote. Each refusal names the field, what was expected and what was found, at
 * the moment of definition and not in the middle of a run.
 */
import { inspect } from 'node:util';

/** A scenario that cannot mean anything as it is written. */
export class ScenarioError extends Error {
  readonly #refused: readonly [field: string, expected: string, found: unknown];

  constructor(field: string, expected: string, found: unknown) {
    super(`${field}: expected ${expected}, found ${inspect(found)}`);
    this.name = 'ScenarioError';
    this.#refused = [field, expected, found];
  }

  /** The same, as part of something larger. */
  in(place: string): ScenarioError {
    const [field, expected, found] = this.#refused;
    return new ScenarioError(`${place}: ${field}`, expected, found);
  }
}

/** What `draw` answers; a refusal in it names the place as well. @throws ScenarioError */
export function within<Value>(place: string, draw: () => Value): Value {
  try {
    return draw();
  } catch (error) {
    throw error instanceof ScenarioError ? error.in(place) : error;
  }
}

/** A whole number of at least `least`. @throws ScenarioError */
export function expectWhole(field: string, found: number, least: number): number {
  if (Number.isSafeInteger(found) && found >= least) return found;
  throw new ScenarioError(field, `a whole number of ${least} or more`, found);
}

/** A length of more than 0 ms. @throws ScenarioError */
export function expectLength(field: string, found: number): number {
  if (Number.isFinite(found) && found > 0) return found;
  throw new ScenarioError(field, 'a length of more than 0 ms', found);
}

/** An instant of a run, or a wait that may be none. @throws ScenarioError */
export function expectMs(field: string, found: number): number {
  if (Number.isFinite(found) && found >= 0) return found;
  throw new ScenarioError(field, 'a number of ms, 0 or more', found);
}

/** A part between 0 and 1. @throws ScenarioError */
export function expectShare(field: string, found: number): number {
  if (found >= 0 && found <= 1) return found;
  throw new ScenarioError(field, 'a share from 0 to 1', found);
}

/** At least one of something. @throws ScenarioError */
export function expectSome<Item>(field: string, found: readonly Item[]): readonly [Item, ...Item[]] {
  const [first, ...others] = found;
  if (first !== undefined) return [first, ...others];
  throw new ScenarioError(field, 'at least one', found);
}

/** Only values of a closed set. @throws ScenarioError */
export function expectAllOf<Item>(field: string, found: readonly Item[], allowed: readonly Item[]): void {
  for (const item of found) {
    if (!allowed.includes(item)) throw new ScenarioError(field, `one of ${allowed.join(', ')}`, item);
  }
}

/** No values of what goes without saying. @throws ScenarioError */
export function expectNoneOf<Item>(field: string, found: readonly Item[], implied: readonly Item[]): void {
  for (const item of found) {
    if (implied.includes(item)) throw new ScenarioError(field, `none of ${implied.join(', ')}`, item);
  }
}

/** A text of a form. @throws ScenarioError */
export function expectText(field: string, found: string, form: { like: RegExp; says: string }): string {
  if (form.like.test(found)) return found;
  throw new ScenarioError(field, form.says, found);
}
