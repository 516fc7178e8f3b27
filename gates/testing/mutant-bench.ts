/**
 * MADE-UP EVIDENCE FOR TESTS: a bench that holds good evidence for some criteria, hands out copies of it to be spoiled,
 * and tells which reasons the judge gives.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge } from '../judge.js';
import type { PlanItem } from '../plan/plan.js';
import type { Verdict } from '../verdict/verdict.js';
import { type Bench, benchIn, buildGoodEvidence, type Draft, leaveAttempt } from './evidence-builder.js';
import { RunScript } from './run-script.js';

export type Item = Pick<PlanItem, 'kind' | 'name' | 'mode'>;

/** One thing changed in good evidence before it is closed, and the criterion and code that must follow. */
export interface Mutant {
  readonly what: string;
  readonly item: Item;
  readonly change: (draft: Draft) => void;
  readonly expect: readonly [criterion: string, code: string];
}

/** A table of mutants for `it.each`: what each is called, and the mutant. */
export function named<M extends Pick<Mutant, 'what'>>(
  mutants: readonly M[],
): readonly (readonly [string, M])[] {
  return mutants.map((mutant) => [mutant.what, mutant] as const);
}

/** Nothing changed: an attempt as good as the first one. */
export const unchanged: Mutant['change'] = () => undefined;

export class MutantBench {
  readonly good: Bench;
  readonly #homes: string[];

  private constructor(good: Bench) {
    this.good = good;
    this.#homes = [good.projectRoot];
  }

  /** Builds good evidence for these criteria, under a profile `part` that asks for no others. */
  static async of(criteria: readonly string[]): Promise<MutantBench> {
    const home = await temporaryFolder();
    try {
      return new MutantBench(await buildGoodEvidence(home, { profile: 'part', criteria }));
    } catch (error) {
      await rm(home, { recursive: true, force: true });
      throw error;
    }
  }

  /** A copy of the good evidence. */
  async copy(): Promise<Bench> {
    const bench = benchIn(await temporaryFolder());
    this.#homes.push(bench.projectRoot);
    await cp(this.good.projectRoot, bench.projectRoot, { recursive: true });
    return bench;
  }

  /** The verdict on the good evidence after further attempts of one item, each with one thing changed. */
  async verdictAfter(item: Item, ...changes: readonly Mutant['change'][]): Promise<Verdict> {
    const copy = await this.copy();
    for (const change of changes) await leaveAttempt(copy, item, change);
    return judge({ ...copy, profile: 'part', now: null });
  }

  /** Criterion and code of every reason in that verdict. */
  async reasonsAfter(item: Item, ...changes: readonly Mutant['change'][]): Promise<readonly string[]> {
    return codesOf(await this.verdictAfter(item, ...changes));
  }

  async dispose(): Promise<void> {
    for (const folder of this.#homes) await rm(folder, { recursive: true, force: true });
  }
}

async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'gate-bench-'));
}

/** Criterion and code of every reason in a verdict. */
export function codesOf({ criteria }: Verdict): readonly string[] {
  return criteria.flatMap(({ id, checks }) =>
    checks.flatMap(({ reasons }) => reasons.map(({ code }) => `${id} ${code}`)),
  );
}

/** Criterion and code of every reason that the judge gives. */
export async function reasonsFor(
  bench: Bench,
  { profile = 'part', now = null }: { readonly profile?: string; readonly now?: number | null } = {},
): Promise<readonly string[]> {
  return codesOf(await judge({ ...bench, profile, now }));
}

/** Changes the text of one file. */
export function edit(file: string, change: (text: string) => string): (draft: Draft) => void {
  return (draft) => {
    const text = draft.files.get(file);
    if (text === undefined) throw new Error(`there is no ${file} to edit`);
    const changed = change(text);
    if (changed === text) throw new Error(`the edit of ${file} changes nothing`);
    draft.files.set(file, changed);
  };
}

/** Puts other text in place of some, once. */
export function swap(file: string, from: string | RegExp, to: string): (draft: Draft) => void {
  return edit(file, (text) => text.replace(from, to));
}

/** The harness accuses a run that it called good, by the first line of its history; `folder` is that of the run. */
export function accusedByHarness(folder = ''): (draft: Draft) => void {
  const file = `${folder}verdict.json`;
  const accusation = '{"result":"violated","because":"seen","witness":[0]}';
  return both(
    swap(file, '"outcome":"holds"', '"outcome":"violated"'),
    swap(file, '{"result":"holds","exposure":1}', accusation),
  );
}

/** Replaces files. */
export function put(files: Iterable<readonly [string, string]>): (draft: Draft) => void {
  return (draft) => {
    for (const [path, text] of files) draft.files.set(path, text);
  };
}

/** Closes the attempt as failed. */
export function failed(draft: Draft): void {
  draft.claimed = { result: 'FAILED', counts: {} };
  draft.exitCode = 1;
}

/** One change after the other. */
export function both(...changes: readonly ((draft: Draft) => void)[]): (draft: Draft) => void {
  return (draft) => {
    for (const change of changes) change(draft);
  };
}

export const suite = (name: string): Item => ({ kind: 'test-suite', name, mode: 'wallclock' });
export const e2e = (name: string): Item => ({ kind: 'e2e-scenario', name, mode: 'wallclock' });
export const scenario = (name: string): Item => ({ kind: 'failure-scenario', name, mode: 'wallclock' });
export const soak = (name: string): Item => ({ kind: 'soak-segment', name, mode: 'wallclock' });

/** An empty real run of a scenario. */
export function script(name: string): RunScript {
  return new RunScript({ scenario: name });
}
