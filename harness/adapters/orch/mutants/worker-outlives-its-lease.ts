import type { Mutant } from './mutation.js';
import { otherLife } from './other-life.js';

export const workerOutlivesItsLease: Mutant = {
  name: 'worker-outlives-its-lease',
  breaks: 'INV-14',
  says: 'A worker whose heartbeat is refused works on as if it had been accepted.',
  programs: otherLife((life) => ({
    async call(call) {
      const answer = await life.call(call);
      if (call.op !== 'heartbeat' || answer.type === 'ok') return answer;
      return { type: 'ok', value: { leaseUntil: life.now() + call.args.leaseMs } };
    },
  })),
};
