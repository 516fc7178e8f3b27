/** S4: a worker reports more tokens than the hard limit. It is answered BLOCK, and the task runs no further. */
import { type Accusation, accuse } from '../../replay/accusation.js';
import { isOkCall } from '../../replay/run.js';
import type { ReplayedRun } from '../run.js';
import type { Evaluation } from './evaluation.js';

/** Evaluates S4. */
export function budgetHardExceed({ run, replayed }: ReplayedRun): Evaluation {
  const { budget } = replayed;
  const { hardTokens } = run.header.knobs;
  return {
    exposure: { hardExceeds: budget.hardExceeds },
    witness: `${budget.hardExceeds} reports of open tasks exceeded ${hardTokens} tokens`,
    expected: 'answered BLOCK, BLOCKED with its reason, and nothing of the task runs after',
    unhandled: [...budget.accusations, ...blockedWithin({ run, hardTokens })],
  };
}

/** Reports at or below the limit, without a text to fault, that were blocked all the same. */
function blockedWithin({
  run,
  hardTokens,
}: {
  run: ReplayedRun['run'];
  hardTokens: number;
}): readonly Accusation[] {
  return run.calls.flatMap((call) => {
    if (!isOkCall(call, 'report') || call.args.tokens > hardTokens || call.args.text !== null) return [];
    if (call.value.action !== 'BLOCK') return [];
    const because = `${call.args.task} reported ${call.args.tokens} tokens, within the hard limit, and was blocked`;
    return [accuse(['NOT_BLOCKED', 'INV-08'], because, [call.invoke, call.ret])];
  });
}
