import type { Mutant } from './mutation.js';
import { otherLife } from './other-life.js';

/** How many times as often as it should. */
const HASTE = 50;

export const workerAsksWithoutPause: Mutant = {
  name: 'worker-asks-without-pause',
  breaks: 'INV-22',
  says: 'An idle worker asks for work fifty times as often as the poll interval allows.',
  programs: otherLife((life, { knobs }) => ({
    sleep: (ms, signal) => life.sleep(ms === knobs.pollMs ? ms / HASTE : ms, signal),
  })),
};
