/** INV-21 looks for a task that waited by halves; here the same is said plainly, task by task, of drawn histories. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FinalState, History } from '../../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { type AnyCall, type CallOf, callsOf } from '../../history/calls.js';
import { type FirstWait, firstWaitsOf } from '../../history/first-waits.js';
import type { CheckResult } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { inLiveness } from './liveness.js';
import { workersCarryOn } from './workers-carry-on.js';

const WORKERS = ['w1', 'w2', 'w3'] as const;

interface Step {
  readonly worker: (typeof WORKERS)[number];
  readonly does:
    | 'submit'
    | 'ask'
    | 'find nothing'
    | 'be refused'
    | 'be given the oldest'
    | 'be given the newest';
  readonly afterMs: number;
}
const step = fc.record<Step>({
  worker: fc.constantFrom(...WORKERS),
  does: fc.constantFrom(
    'submit',
    'ask',
    'find nothing',
    'be refused',
    'be given the oldest',
    'be given the newest',
  ),
  afterMs: fc.integer({ min: 0, max: 3 }),
});

/** A worker asks where it must; at the end each asks once more, so that none of them is silent. */
function played(before: readonly Step[], after: readonly Step[]): { history: History; final: FinalState } {
  const builder = new HistoryBuilder();
  const waiting: string[] = [];
  const open = new Map<string, number>();
  let now = 0;
  let submitted = 0;
  const answer = (worker: string, end: (asked: number) => void) => {
    end(open.get(worker) ?? builder.ask(`${worker}/1`));
    open.delete(worker);
  };
  const give = (worker: string, task: string | undefined) =>
    answer(worker, (asked) => (task === undefined ? builder.ok(asked) : builder.give(asked, task, 1)));
  const play = ({ worker, does, afterMs }: Step) => {
    now += afterMs;
    builder.at(now);
    if (does === 'submit') {
      submitted += 1;
      builder.enqueue(`T${submitted}`);
      waiting.push(`T${submitted}`);
    } else if (does === 'ask') open.set(worker, open.get(worker) ?? builder.ask(`${worker}/1`));
    else if (does === 'find nothing') give(worker, undefined);
    else if (does === 'be refused') answer(worker, (asked) => builder.refuse(asked, 'BUSY'));
    else give(worker, does === 'be given the oldest' ? waiting.shift() : waiting.pop());
  };
  for (const one of before) play(one);
  builder.mark('heal');
  for (const one of after) play(one);
  for (const worker of WORKERS) give(worker, undefined);
  const final = finalRead(waiting.map((task) => row(task, { status: 'PENDING', run: 0 })));
  return { history: builder.history(), final };
}

function plainly(history: History, final: FinalState): CheckResult {
  const errors = history.ops.filter(({ type }) => type === 'fail');
  return inLiveness(history, ({ heal }) => {
    const waits = firstWaitsOf(history, final);
    const accused = WORKERS.flatMap((worker) => {
      const own = callsOf(history).filter(({ actor }) => actor === `${worker}/1`);
      return starved(own, waits, heal.index);
    });
    return judged(accused, { exposure: errors.length, lacking: 'no worker got an error' });
  });
}

/** A worker whose last error was followed by no task, and by an answer that there is none while one waited. */
function starved(
  own: readonly AnyCall[],
  waits: readonly FirstWait[],
  healed: number,
): readonly Accusation[] {
  const error = own.findLast(({ outcome }) => outcome === 'fail');
  const later = own.filter(
    (call): call is CallOf<'claim'> => error !== undefined && call.invoke > error.invoke,
  );
  if (error?.outcome !== 'fail' || later.some((call) => call.outcome === 'ok' && call.value !== null))
    return [];
  for (const asked of later) {
    const wait = waits.find((one) => asked.invoke > healed && waitedThrough(one, asked));
    if (wait === undefined) continue;
    return [
      accusation(
        `${asked.actor} got ${error.code} and no task ever after, although task ${wait.id} waited while it asked`,
        [wait.enqueue.end, error.end, asked.end],
      ),
    ];
  }
  return [];
}

function waitedThrough({ dueAt, enqueue, claim }: FirstWait, asked: CallOf<'claim'>): boolean {
  const wasThere = enqueue.end < asked.invoke && dueAt <= asked.invokedAt;
  return wasThere && asked.end < (claim?.invoke ?? Infinity);
}

it('workers-carry-on names the same worker and the same task as a look at every task that waited', () => {
  const results = new Map<string, number>();
  const steps = fc.array(step, { maxLength: 30 });
  fc.assert(
    fc.property(steps, steps, (before, after) => {
      const { history, final } = played(before, after);
      const result = workersCarryOn.check(history, final);

      expect(result).toEqual(plainly(history, final));
      results.set(result.result, (results.get(result.result) ?? 0) + 1);
    }),
    { seed: 21, numRuns: 500 },
  );

  expect([results.get('violated'), results.get('holds')].every((count) => (count ?? 0) > 20)).toBe(true);
});
