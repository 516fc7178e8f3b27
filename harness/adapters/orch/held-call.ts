/**
 * Calls of a store that commits in groups: it answers in a later turn of the event loop, which is no part of virtual
 * time.
 */
import type { SimulatedClock } from '../../sim/virtual-clock.js';

/** A group takes one turn. A call that was not answered after so many never will be, and time goes on without it. */
const MOST_TURNS = 100;

/** Answers what `work` does, which has begun. Time stands still until it is done. */
export async function heldCall<T>(clock: Pick<SimulatedClock, 'hold'>, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  const turnsOfWork = async () => {
    for (let turn = 0; turn < MOST_TURNS && !isDone; turn += 1) await nextTurn();
  };
  await clock.hold(turnsOfWork());
  return work;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
