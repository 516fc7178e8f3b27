/**
 * One round: some victims on one store, each killed at an instant drawn at random; most while they work, some while
 * they start or open the store. It signals only what it started and waits until all of them are gone.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Clock, milliseconds } from '../../../../core/index.js';
import { type Child, ended, type Supervisor } from '../../../real/supervisor.js';
import type { Random } from '../../../sim/random.js';
import { type Testimony, testimonyOf } from './testimony.js';
import type { VictimTerms } from './victim.js';

/** How long a victim may work, and how long it may at most take from its start when it is killed early. */
const LONGEST_WORK_MS = 80;
const LONGEST_START_MS = 400;
const KILLED_EARLY = 1 / 8;

export interface RoundTerms {
  readonly supervisor: Supervisor;
  readonly clock: Clock;
  readonly random: Random;
  readonly victims: readonly VictimTerms[];
}

/** How one victim ended. */
export interface Death {
  readonly name: string;
  readonly testimony: Testimony;
  /** Null when it was killed; else how it ended by itself, which no victim should. */
  readonly trouble: string | null;
}

/** Starts the victims together and answers when each of them is dead. */
export async function killRound({ victims, ...means }: RoundTerms): Promise<readonly Death[]> {
  return Promise.all(
    victims.map((terms) => killOne(terms, { ...means, random: means.random.fork(terms.name) })),
  );
}

async function killOne(
  terms: VictimTerms,
  { supervisor, clock, random }: Omit<RoundTerms, 'victims'>,
): Promise<Death> {
  const child = supervisor.start({
    command: [process.execPath, victimProgram(), JSON.stringify(terms)],
    env: {},
  });
  const heard = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (heard.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (heard.err += text));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const early = random.next() < KILLED_EARLY;
  if (!early) await firstWord(child);
  await clock.sleep(milliseconds(random.next() * (early ? LONGEST_START_MS : LONGEST_WORK_MS)));
  supervisor.signal(child.pid ?? 0, 'SIGKILL');
  await Promise.all([closed, ended(child)]);
  const killed = child.signalCode === 'SIGKILL';
  return {
    name: terms.name,
    testimony: testimonyOf(heard.out),
    trouble: killed
      ? null
      : `ended by itself with ${child.exitCode ?? child.signalCode}: ${heard.err.trim()}`,
  };
}

/** Resolves when the child has said something, or has ended without a word. */
function firstWord(child: Child): Promise<void> {
  return new Promise((resolve) => {
    child.stdout.once('data', () => resolve());
    child.once('close', () => resolve());
  });
}

/** The built victim: beside this file when this file is built itself, else in the project's `dist`. */
function victimProgram(): string {
  const candidates = ['./victim.js', '../../../../dist/harness/adapters/orch/torture/victim.js'];
  const paths = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = paths.find(existsSync);
  if (found === undefined)
    throw new Error(`expected the built victim at ${paths.join(' or ')}; build it with: npm run build`);
  return found;
}
