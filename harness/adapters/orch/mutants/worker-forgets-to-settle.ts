import type { Mutant } from './mutation.js';
import { otherLife } from './other-life.js';

export const workerForgetsToSettle: Mutant = {
  name: 'worker-forgets-to-settle',
  breaks: 'INV-16',
  says: 'A worker whose work has failed tells nobody: the task waits for its lease to run out.',
  programs: otherLife((life) => ({
    call: async (call) => (call.op === 'fail' ? { type: 'ok', value: null } : life.call(call)),
  })),
};
