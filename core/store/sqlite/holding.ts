/** What the holder of a lease may do: the methods, and the checks of what they are given. */
import { Invalid } from '../../errors.js';
import { filled, text } from '../../task/draft.js';
import { wholeFrom } from '../../task/ids.js';
import type { Failure, Store } from '../store.js';
import { prepareReport } from './guard.js';
import { prepareHeartbeat } from './heartbeat.js';
import type { Uses } from './lazily.js';
import { prepareRelease } from './release.js';
import { prepareSettle } from './settle.js';

type Holding = Pick<Store, 'heartbeat' | 'report' | 'complete' | 'fail' | 'block' | 'release'>;

export function holding({ write, lazily }: Uses): Holding {
  const renewing = lazily(prepareHeartbeat);
  const reporting = lazily(prepareReport);
  const settling = lazily(prepareSettle);
  const releasing = lazily(prepareRelease);
  return {
    async heartbeat(proof, { leaseFor }) {
      wholeFrom(1, leaseFor, 'leaseFor, in ms,');
      const heartbeat = renewing();
      return write(() => heartbeat(proof, leaseFor));
    },
    async report(proof, workerReport) {
      const report = reporting();
      return write(() => report(proof, workerReport));
    },
    async complete(proof, completion) {
      text(completion.notes, 'notes');
      const { complete } = settling();
      return write(() => complete(proof, completion));
    },
    async fail(proof, failure) {
      checkFailure(failure);
      const { fail } = settling();
      return write(() => fail(proof, failure));
    },
    async block(proof, { nextAction }) {
      filled(nextAction, 'nextAction');
      const { block } = settling();
      return write(() => block(proof, nextAction));
    },
    async release(proof, { reason }) {
      filled(reason, 'reason');
      const release = releasing();
      return write(() => release(proof, reason));
    },
  };
}

function checkFailure(failure: Failure): void {
  filled(failure.error, 'error');
  if (failure.class !== 'transient' && failure.class !== 'permanent') {
    throw new Invalid(`expected class to be transient or permanent, got ${String(failure.class)}`);
  }
}
