/**
 * One actor of our own orchestrator as a process: speaks the protocol on stdio over the real store. Started by
 * `processes.ts`; core knows nothing of it, since a planted bug is a decorator around the store.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Clock,
  type EpochMs,
  milliseconds,
  type Store,
  systemClock,
  whenFree,
} from '../../../core/index.js';
import type { Knobs } from '../../../gates/record/history.js';
import { serve } from '../stdio/serve.js';
import { answerFrom } from './answer.js';
import { commitsOf } from './commits-of.js';
import { Disk } from './disk.js';
import { ORCH_HELLO, ORCH_STORE_FILE } from './hello.js';
import { mutantNamed } from './mutants/mutant.js';
import { openPlanted } from './mutants/planted.js';
import { storeOptions } from './options.js';

interface ActorTerms {
  readonly home: string;
  readonly actor: string;
  readonly knobs: Knobs;
  readonly mutant: string | null;
}

/** An actor that comes back while a fault holds the store waits for it: opening is no operation of the scenario. */
const openingPatience = { clock: systemClock, retries: 50, firstWait: milliseconds(10) };

/** What the clock of the call that goes on is off by, ms: calls come one after another. */
let skewMs = 0;
const skewedClock: Clock = { ...systemClock, now: () => (systemClock.now() + skewMs) as EpochMs };
const bell = new Int32Array(new SharedArrayBuffer(4));
/** A death in the midst of a call is that of the process, and so is the wait for a slow disk. */
const disk = new Disk({
  die: () => process.kill(process.pid, 'SIGKILL'),
  waits: (ms) => Atomics.wait(bell, 0, 0, ms),
});

async function open(terms: ActorTerms, whenMissing: 'create' | 'refuse'): Promise<Store> {
  const { actor, knobs, mutant } = terms;
  const { busyWaitMs } = knobs;
  const plain = storeOptions({
    clock: skewedClock,
    actor: `actor:${actor}`,
    knobs,
    durability: 'normal',
    busyWaitMs,
    commits: commitsOf(actor),
    disk,
  });
  const planted = mutant === null ? null : mutantNamed(mutant);
  const path = join(terms.home, ORCH_STORE_FILE);
  return whenFree(() => openPlanted(path, { ...plain, whenMissing }, planted), openingPatience);
}

/** Serves until it is told to close or its input ends. */
async function act(terms: ActorTerms): Promise<void> {
  let store: Store | null = null;
  const opened = async () => {
    store ??= await open(terms, 'refuse');
    return store;
  };
  await serve(
    {
      hello: ORCH_HELLO,
      async setup() {
        store ??= await open(terms, 'create');
      },
      answer(call, { skew = 0, trouble = null }) {
        skewMs = skew;
        return disk.under(trouble, () => answerFrom(opened, call));
      },
      async close() {
        await store?.close();
      },
    },
    { input: process.stdin, output: process.stdout },
  );
}

/** Reads flags and environment. @throws when something that the harness always gives is missing */
function termsFromOutside(): ActorTerms {
  const { values } = parseArgs({ options: { mutant: { type: 'string' } } });
  const { GATE_SUT_STORE: home, GATE_SUT_ACTOR: actor, GATE_SUT_KNOBS: knobs } = process.env;
  if (home === undefined || actor === undefined || knobs === undefined) {
    throw new Error('expected GATE_SUT_STORE, GATE_SUT_ACTOR and GATE_SUT_KNOBS; see docs/protocol.md');
  }
  return { home, actor, knobs: JSON.parse(knobs) as Knobs, mutant: values.mutant ?? null };
}

await act(termsFromOutside());
