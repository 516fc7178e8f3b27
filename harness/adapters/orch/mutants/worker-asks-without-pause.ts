import type { Mutant } from './mutation.js';

/** How many times as often as it should. */
const HASTE = 50;

export const workerAsksWithoutPause: Mutant = {
  name: 'worker-asks-without-pause',
  breaks: 'INV-22',
  says: 'An idle worker asks for work fifty times as often as the poll interval allows.',
  programs: (programs) => ({
    ...programs,
    work: (life, terms) => {
      const hasty = (ms: number, signal?: AbortSignal) =>
        life.sleep(ms === terms.knobs.pollMs ? ms / HASTE : ms, signal);
      return programs.work({ ...life, sleep: hasty }, terms);
    },
  }),
};
