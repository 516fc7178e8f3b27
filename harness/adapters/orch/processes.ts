/**
 * Our own orchestrator as real processes: one child an actor, each with its own connection to one SQLite file.
 * The children do what the in-process adapter does; what differs is that they can really die, stop and collide.
 */
import { join } from 'node:path';
import { openStore, systemClock } from '../../../core/index.js';
import { builtProgram } from '../../real/built-program.js';
import { bootProcesses } from '../../real/process-system.js';
import type { SystemUnderTest } from '../../sut.js';
import { findingsOf } from './findings.js';
import { ORCH_HELLO, ORCH_STORE_FILE, ORCH_STORE_FILES } from './hello.js';
import { mutantNamed } from './mutants/mutant.js';
import { orchPrograms } from './programs.js';

/**
 * The orchestrator as it is, or with a planted bug. Its own programs live in this process; what they call is carried
 * out in the child of their actor.
 */
export function orchProcesses(terms: { readonly mutant?: string } = {}): SystemUnderTest {
  const mutant = terms.mutant === undefined ? null : mutantNamed(terms.mutant);
  const planted = mutant === null ? [] : ['--mutant', mutant.name];
  return {
    name: ORCH_HELLO.name,
    version: ORCH_HELLO.version,
    mode: 'real',
    capabilities: new Set([...ORCH_HELLO.capabilities, 'own-programs']),
    async boot(bootTerms) {
      const command = [process.execPath, builtProgram('actor'), ...planted] as const;
      const handle = await bootProcesses({ command, integrity, storeFiles: ORCH_STORE_FILES }, bootTerms);
      return { ...handle, programs: () => orchPrograms(mutant) };
    },
  };
}

async function integrity(home: string): Promise<readonly string[]> {
  const store = await openStore(join(home, ORCH_STORE_FILE), {
    clock: systemClock,
    actor: 'operator:integrity',
    whenMissing: 'refuse',
  });
  try {
    return await findingsOf(store);
  } finally {
    await store.close();
  }
}
