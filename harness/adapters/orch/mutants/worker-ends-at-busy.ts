import type { Mutant } from './mutation.js';

/** Longer than any run lasts, ms. */
const FOR_EVER_MS = 1e12;

export const workerEndsAtBusy: Mutant = {
  name: 'worker-ends-at-busy',
  breaks: 'INV-21',
  says: 'A worker whose claim is refused as busy asks for work no more.',
  programs: (programs) => ({
    ...programs,
    work: (life, terms) => {
      const discouraged = async (call: Parameters<typeof life.call>[0]) => {
        const answer = await life.call(call);
        if (call.op === 'claim' && answer.type === 'fail') await life.sleep(FOR_EVER_MS);
        return answer;
      };
      return programs.work({ ...life, call: discouraged }, terms);
    },
  }),
};
