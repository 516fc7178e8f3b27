import type { Mutant } from './mutation.js';

export const workerForgetsToSettle: Mutant = {
  name: 'worker-forgets-to-settle',
  breaks: 'INV-16',
  says: 'A worker whose work has failed tells nobody: the task waits for its lease to run out.',
  programs: (programs) => ({
    ...programs,
    work: (life, terms) => {
      const forgetful = async (call: Parameters<typeof life.call>[0]) =>
        call.op === 'fail' ? ({ type: 'ok', value: null } as const) : life.call(call);
      return programs.work({ ...life, call: forgetful }, terms);
    },
  }),
};
