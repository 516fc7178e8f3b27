/** How a lease is come by, and what its holder may do: the methods, and the checks of what they are given. */
import { Invalid } from '../../../errors.js';
import { filled, text } from '../../../task/draft.js';
import { wholeFrom, workerId } from '../../../task/ids.js';
import type { ClaimTerms, Failure, Store } from '../../store.js';
import type { Uses } from '../record/lazily.js';
import { prepareReport } from '../step/guard.js';
import { prepareClaim } from './claim.js';
import { prepareHeartbeat } from './heartbeat.js';
import { prepareRelease } from './release.js';
import { prepareSettle } from './settle.js';

type Holding = Pick<Store, 'claim' | 'heartbeat' | 'report' | 'complete' | 'fail' | 'block' | 'release'>;

export function holding({ connection: { read, checkFile }, write, lazily }: Uses): Holding {
  const claiming = lazily(prepareClaim);
  const renewing = lazily(prepareHeartbeat);
  const reporting = lazily(prepareReport);
  const settling = lazily(prepareSettle);
  const releasing = lazily(prepareRelease);
  /** Where the last claim found work there is likely more, and to look first would only cost. */
  let foundWork = false;
  return {
    async claim(holder, terms) {
      workerId(holder);
      checkClaimTerms(terms);
      const claim = claiming();
      while (foundWork || read(() => claim.worthTrying())) {
        const outcome = await write(() => claim.attempt(holder, terms));
        foundWork = outcome !== null;
        if (outcome === null) break;
        if (outcome !== 'again') return outcome;
      }
      checkFile();
      return null;
    },
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

function checkClaimTerms({ leaseFor, maxInProgress }: ClaimTerms): void {
  wholeFrom(1, leaseFor, 'leaseFor, in ms,');
  if (maxInProgress !== undefined) wholeFrom(1, maxInProgress, 'maxInProgress');
}
