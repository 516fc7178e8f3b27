/** The atomic backend of simulation: a store method is one indivisible step. The fastest, and the usual one. */
import { join } from 'node:path';
import type { SystemUnderTest } from '../../sut.js';
import { answer } from './answer.js';
import { Disk } from './disk.js';
import { ORCH_STORE_FILE } from './hello.js';
import { type InProcessTerms, simulatedOrch } from './in-process-system.js';
import { openSimulated } from './open-simulated.js';
import type { WayToSimulate } from './workplace.js';

/** Core, simulated. @throws when there is no mutant of that name */
export function orchInProcess(terms: InProcessTerms = {}): SystemUnderTest {
  return simulatedOrch(atomic, terms);
}

const atomic: WayToSimulate = {
  prepare: async (terms) => ({
    folder: terms.home,
    async open(actor, shows) {
      const disk = new Disk();
      const store = await openSimulated(join(terms.home, ORCH_STORE_FILE), `actor:${actor}`, {
        ...terms,
        disk,
        shows,
      });
      return {
        async perform(call, { trouble }) {
          const completion = await terms.clock.hold(disk.under(trouble, () => answer(store, call)));
          return disk.hasDied ? { type: 'info', code: 'CRASH' } : completion;
        },
        close: () => store.close(),
      };
    },
    end: async () => undefined,
  }),
};
