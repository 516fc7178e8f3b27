/**
 * The mark of a clock that went back across the end of a lease: what had run out by that clock was alive again. Seen
 * from the history alone: the offsets stand in its fault lines, the ends of leases in its answers.
 */
import type { History, InjectedFault } from '../../gates/record/history.js';
import { isOk } from '../history/calls.js';
import { promisedUntil, writesWith } from '../history/holds.js';
import type { Claim, TaskStory } from '../history/stories.js';

/** A clock that showed `from` and shows `to`, both ms since the epoch, at a line. */
interface StepBack {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** How often a clock went back across the end of a lease that was held. */
export function expiriesSteppedBackAcross(history: History, stories: readonly TaskStory[]): number {
  const steps = [...stepsBack(history)];
  if (steps.length === 0) return 0;
  const claims = stories.flatMap((story) => story.claims.map((claim) => ({ story, claim })));
  return steps.flatMap((step) => claims.filter(({ story, claim }) => isCrossed(step, story, claim))).length;
}

/** A step begins behind, a fault that set a clock ahead is healed, or one takes over from another that was further. */
function* stepsBack({ header, ops }: History): Iterable<StepBack> {
  const faults = new Map<string, InjectedFault>();
  for (const { type, index, at, ...line } of ops) {
    if ((type !== 'fault-start' && type !== 'fault-heal') || !('fault' in line)) continue;
    const { fault } = line;
    if (fault.byMs === undefined) continue;
    const now = header.startedAt + at;
    const before = faults.get(fault.target);
    if (type === 'fault-heal') {
      if (before?.id !== fault.id) continue;
      faults.delete(fault.target);
      if (fault.byMs > 0) yield { line: index, from: now + fault.byMs, to: now };
    } else {
      faults.set(fault.target, fault);
      const from = now + (before?.byMs ?? 0);
      const to = now + (fault.kind === 'clock-step' ? fault.byMs : 0);
      if (to < from) yield { line: index, from, to };
    }
  }
}

function isCrossed({ line, from, to }: StepBack, story: TaskStory, claim: Claim): boolean {
  if (claim.end > line || isOver(story, claim, line)) return false;
  const until = promisedUntil(story, claim, line);
  return to < until && until <= from;
}

/** Whether the run was settled, swept, operated on, or followed by another one before the line. */
function isOver(story: TaskStory, claim: Claim, line: number): boolean {
  const isEarlier = (call: { readonly invoke: number; readonly end: number }) =>
    call.invoke > claim.end && call.end < line;
  const ends = writesWith(story, claim).filter(({ op }) => op === 'complete' || op === 'fail');
  return (
    ends.some((call) => isOk(call) && isEarlier(call)) ||
    story.sweeps.some(({ call }) => isEarlier(call)) ||
    story.operators.some((call) => isOk(call) && isEarlier(call)) ||
    story.claims.some((other) => isEarlier(other))
  );
}
