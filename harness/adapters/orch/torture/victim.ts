/**
 * A process that is made to be killed: it works on a store as fast as it can and says each call before and after it,
 * one line one write, so that what it said outlives it. Started by `kill-round.ts`; ends by itself if nobody kills it.
 */
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  hasCode,
  milliseconds,
  type StoreOptions,
  seconds,
  systemClock,
  whenFree,
} from '../../../../core/index.js';
import { randomFrom } from '../../../sim/random.js';
import { openPlanted } from '../mutants/planted.js';
import { earlyAcknowledgement } from './early-acknowledgement.js';
import type { Line } from './testimony.js';
import { carryOut, drawKind, type Work } from './victim-work.js';

/** What a victim is told on its command line, as JSON. */
export interface VictimTerms {
  readonly path: string;
  readonly name: string;
  readonly seed: number;
  readonly durability: 'full' | 'normal';
  readonly commits: 'each' | 'grouped';
  /** `control`: acknowledges before it commits. */
  readonly as: 'honest' | 'control';
}

const LANES = 4;
const LONGEST_LIFE = seconds(10);
const opening = { clock: systemClock, retries: 100, firstWait: milliseconds(5) };

function say(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** A busy store has changed nothing; a refused argument, such as a twin in progress, neither. */
function changedNothing(error: unknown): boolean {
  return hasCode(error, 'BUSY') || hasCode(error, 'INVALID');
}

/** One caller of the several a victim has; they share its numbering. */
async function callOn(work: Work, numbers: Iterator<number, never>): Promise<void> {
  const deadline = systemClock.elapsed() + LONGEST_LIFE;
  while (systemClock.elapsed() < deadline) {
    const call = numbers.next().value;
    const kind = drawKind(work);
    say({ says: 'begins', call, kind });
    const marks = await carryOut(kind, call, work).catch((error: unknown) => {
      if (changedNothing(error)) return [];
      throw error;
    });
    say({ says: 'ends', call, marks });
  }
}

function* counting(): Generator<number, never> {
  for (let count = 1; ; count += 1) yield count;
}

async function live(terms: VictimTerms): Promise<void> {
  const options: StoreOptions = {
    clock: systemClock,
    actor: terms.name,
    whenMissing: 'create',
    backoff: [milliseconds(1), milliseconds(10)],
    durability: terms.durability,
    commits: terms.commits,
  };
  const planted = terms.as === 'honest' ? null : earlyAcknowledgement;
  const store = await whenFree(() => openPlanted(terms.path, options, planted), opening);
  const work = { store, random: randomFrom(terms.seed), name: terms.name, proofs: [], ids: [] };
  const numbers = counting();
  await Promise.all(Array.from({ length: LANES }, () => callOn(work, numbers)));
}

const { positionals } = parseArgs({ allowPositionals: true });
await live(JSON.parse(positionals[0] ?? '') as VictimTerms);
