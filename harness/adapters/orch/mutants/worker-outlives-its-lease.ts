import type { Mutant } from './mutation.js';

export const workerOutlivesItsLease: Mutant = {
  name: 'worker-outlives-its-lease',
  breaks: 'INV-14',
  says: 'A worker whose heartbeat is refused works on as if it had been accepted.',
  programs: (programs) => ({
    ...programs,
    work: (life, terms) => {
      const believing = async (call: Parameters<typeof life.call>[0]) => {
        const answer = await life.call(call);
        if (call.op !== 'heartbeat' || answer.type === 'ok') return answer;
        return { type: 'ok', value: { leaseUntil: life.now() + call.args.leaseMs } } as const;
      };
      return programs.work({ ...life, call: believing }, terms);
    },
  }),
};
