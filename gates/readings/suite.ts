/** A test suite's evidence, recomputed: what was collected, what became of each test, and whether the claims hold. */
import type { Collected, Collection } from '../folder/collect.js';
import {
  type CollectedTest,
  inventorySchema,
  suiteResultsSchema,
  type TestResult,
  testFilesSchema,
} from '../record/artefacts.js';
import { compareCounts, compareResult } from './claims.js';
import { ItemReader, type Reading } from './reader.js';
import { checkClocks } from './time.js';

export interface SuiteReading {
  readonly name: string;
  readonly collected: readonly CollectedTest[];
  readonly tests: readonly TestResult[];
  /** Collected tests without a result, and results nobody collected. */
  readonly notRun: readonly CollectedTest[];
  readonly uncollected: readonly CollectedTest[];
  /** Test files of the tree without a collected test, and files of collected tests that are not in the tree. */
  readonly silentFiles: readonly string[];
  readonly unknownFiles: readonly string[];
}

/** Reads a suite. */
export async function readSuite(
  collection: Collection,
  collected: Collected,
): Promise<Reading<SuiteReading>> {
  const reader = new ItemReader(collection, collected);
  const results = await reader.json('results.json', suiteResultsSchema);
  const inventory = await reader.json('collected.json', inventorySchema);
  const files = await reader.json('files.json', testFilesSchema);
  const { record } = collected;
  if (results === null || inventory === null || files === null || record === null)
    return { value: null, problems: reader.problems };
  const { tests } = results;
  const value: SuiteReading = {
    name: collected.item.name,
    collected: inventory,
    tests,
    notRun: without(inventory, tests),
    uncollected: without(tests, inventory),
    silentFiles: missingFrom(
      inventory.map(({ file }) => file),
      files,
    ),
    unknownFiles: missingFrom(
      files,
      inventory.map(({ file }) => file),
    ),
  };
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const atOnce = tests.every(({ status, retries }) => status === 'passed' && retries === 0);
  const whole = value.notRun.length === 0 && atOnce && passed > 0;
  const result = whole && record.run.exitCode === 0 ? 'PASSED' : 'FAILED';
  const skipsOnly = record.run.exitCode === 0 && tests.every(({ status }) => status !== 'failed');
  if (result === 'PASSED' || !skipsOnly) compareResult(reader, record, { result, from: 'results.json' });
  compareCounts(reader, record, { counts: { collected: inventory.length, passed }, from: 'results.json' });
  checkClocks(reader, record);
  return { value, problems: reader.problems };
}

/** Those of `files` that `others` do not have, each once. */
function missingFrom(others: readonly string[], files: readonly string[]): readonly string[] {
  const known = new Set(others);
  return [...new Set(files)].filter((file) => !known.has(file));
}

/** Those of `tests` that `others` do not have, each as often as it is missing: names may repeat in a file. */
function without(
  tests: readonly CollectedTest[],
  others: readonly CollectedTest[],
): readonly CollectedTest[] {
  const left = new Map<string, number>();
  for (const test of others) left.set(nameOf(test), (left.get(nameOf(test)) ?? 0) + 1);
  return tests.filter((test) => {
    const count = left.get(nameOf(test)) ?? 0;
    left.set(nameOf(test), count - 1);
    return count <= 0;
  });
}

/** A test's name among all of its suite. */
export function nameOf({ file, name }: CollectedTest): string {
  return `${file} > ${name}`;
}
