import type { Mutant } from './mutation.js';
import { otherLife } from './other-life.js';

/** Longer than any run lasts, ms. */
const FOR_EVER_MS = 1e12;

export const workerEndsAtBusy: Mutant = {
  name: 'worker-ends-at-busy',
  breaks: 'INV-21',
  says: 'A worker whose claim is refused as busy asks for work no more.',
  programs: otherLife((life) => ({
    async call(call) {
      const answer = await life.call(call);
      if (call.op === 'claim' && answer.type === 'fail') await life.sleep(FOR_EVER_MS);
      return answer;
    },
  })),
};
