/** The model of the store's contract accuses planted bugs, and says so in few commands. */
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { searchDifference } from '../../../../core/store/contract/against-model.js';
import type { Bench } from '../../../../core/store/contract/bench.js';
import { manualClock } from '../../../../core/store/contract/manual-clock.js';
import { MUTANTS, type Mutant } from './mutant.js';
import { NONDETERMINISTIC } from './mutation.js';
import { openPlanted } from './planted.js';

/** The first bug of each invariant. */
const firsts = MUTANTS.filter(
  ({ breaks }, place) =>
    breaks !== NONDETERMINISTIC && MUTANTS.findIndex((other) => other.breaks === breaks) === place,
);
/** Bugs that need a locked store or a file, or hide in the log: answers and tasks do not betray them. */
const hidden = [
  'ack-before-commit',
  'event-dropped',
  'original-left-dangling',
  'busy-once-blind-for-ever',
  'busy-comes-back',
  'sweep-judges-the-done',
];
const betrayed = firsts.filter(({ name }) => !hidden.includes(name));
/** A person reads this many commands at a glance. */
const MOST_COMMANDS = 6;

const IN_MEMORY = ':memory:';
const options = { actor: 'test:case', whenMissing: 'create', durability: 'none' } as const;

/** A store that holds nothing, as bytes: to begin with them costs a quarter of making one anew. */
const empty = await (async () => {
  const db = new SqliteDatabase(IN_MEMORY);
  const store = await openPlanted(
    IN_MEMORY,
    { ...options, clock: manualClock(), openDatabase: () => db },
    null,
  );
  const bytes = db.serialize();
  await store.close();
  return bytes;
})();

async function openWith(mutant: Mutant): Promise<Bench> {
  const clock = manualClock();
  const openDatabase = () => new SqliteDatabase(empty);
  return { store: await openPlanted(IN_MEMORY, { ...options, clock, openDatabase }, mutant), clock };
}

describe('the model of the contract', () => {
  it.each(betrayed)(
    `accuses $name in at most ${MOST_COMMANDS} commands`,
    async (mutant) => {
      const opened: Bench[] = [];
      const open = async () => {
        for (const { store } of opened.splice(0)) await store.close();
        const bench = await openWith(mutant);
        opened.push(bench);
        return bench;
      };
      const details = await searchDifference(open, { numRuns: 200, maxCommands: 40, seed: 20_260_101 });
      for (const { store } of opened) await store.close();

      const shortest = String(details.counterexample?.[0] ?? '').split(',');
      expect(details.failed).toBe(true);
      expect(shortest.length, shortest.join()).toBeLessThanOrEqual(MOST_COMMANDS);
    },
    60_000,
  );
});
