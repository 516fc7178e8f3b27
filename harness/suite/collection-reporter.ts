/**
 * A reporter of the test runner: writes down each test when it is found, before it is run, so that one that never
 * comes to an end is missed. One JSON line a test, into the file that the environment names.
 */
import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import type { Collected } from './runner-output.js';

/** The variable that holds the absolute path of the file. */
export const COLLECTION_PATH = 'GATE_COLLECTION_PATH';

export default class CollectionReporter implements Reporter {
  readonly #path = process.env[COLLECTION_PATH];

  onTestModuleCollected(module: TestModule): void {
    if (this.#path === undefined)
      throw new Error(`expected ${COLLECTION_PATH} to name a file, found nothing`);
    const lines = [...module.children.allTests()].map(({ fullName }) => {
      const found: Collected = { file: module.moduleId, name: fullName };
      return `${JSON.stringify(found)}\n`;
    });
    appendFileSync(this.#path, lines.join(''));
  }
}
