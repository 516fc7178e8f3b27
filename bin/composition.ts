/**
 * Where the floors meet: which scenarios, stories, systems and programs the commands work with. No logic of its
 * own.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Composition, SystemTerms } from '../harness/cli.js';
import type { SystemUnderTest } from '../harness/sut.js';
import type { SoakComposition } from '../soak/cli.js';
import { projectRoot } from './project.js';

const here = dirname(fileURLToPath(import.meta.url));

/** What `scenario` and `e2e` need. */
export async function harnessParts(): Promise<Composition> {
  const { CATALOGUE } = await import('../scenarios/catalogue.js');
  const { STORIES } = await import('../scenarios/e2e/stories.js');
  const { MUTANTS } = await import('../harness/adapters/orch/mutants/mutant.js');
  const { withControls } = await import('../harness/scenario/controls.js');
  const { boundAttempts } = await import('./rc/bound-attempt.js');
  const { stdioSystem } = await import('../harness/adapters/stdio/stdio.js');
  return {
    projectRoot,
    openAttempt: boundAttempts(projectRoot),
    scenarios: withControls(CATALOGUE, MUTANTS),
    mutants: MUTANTS,
    player: join(here, 'play-jobs.js'),
    e2e: STORIES,
    programs: { orch: join(here, 'orch.js'), ops: join(here, 'ops.js') },
    systems: { ...(await ownSystems()), stdio: stdioSystem },
  };
}

/** What `soak` needs. */
export async function soakParts(): Promise<SoakComposition> {
  const { boundAttempts } = await import('./rc/bound-attempt.js');
  const { simulated, real } = await ownSystems();
  return { projectRoot, openAttempt: boundAttempts(projectRoot), systems: { simulated, real: () => real() } };
}

async function ownSystems() {
  const { orchInProcess } = await import('../harness/adapters/orch/in-process.js');
  const { orchInterleaved } = await import('../harness/adapters/orch/interleaved/interleaved.js');
  const { orchProcesses } = await import('../harness/adapters/orch/processes.js');
  const { readBuildStamp } = await import('./rc/build-stamp.js');
  const stamp = readBuildStamp(projectRoot);
  const built = (sut: SystemUnderTest): SystemUnderTest =>
    stamp === null ? sut : { ...sut, build: stamp.programs };
  const simulated = ({ backend = 'atomic', ...terms }: SystemTerms = {}) =>
    built(backend === 'atomic' ? orchInProcess(terms) : orchInterleaved(terms));
  return { simulated, real: (...terms: Parameters<typeof orchProcesses>) => built(orchProcesses(...terms)) };
}
