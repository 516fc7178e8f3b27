/**
 * Torture: many lives of a store, each with its own file and one way to commit, in which processes work on it and are
 * killed round after round. After every round the store is opened, read whole, held to its rules and to everything it
 * had acknowledged, and used once more. It stops at the first finding, and leaves no process and no file.
 */
import { join } from 'node:path';
import { systemClock } from '../../../../core/index.js';
import { Supervisor } from '../../../real/supervisor.js';
import { temporaryFolder } from '../../../real/temporary-folder.js';
import { type Random, randomFrom } from '../../../sim/random.js';
import { examine } from './examine.js';
import { type Death, killRound } from './kill-round.js';
import type { Testimony } from './testimony.js';
import type { VictimTerms } from './victim.js';

export interface TortureTerms {
  readonly seed: number;
  /** How many kills, at least. */
  readonly kills: number;
  /** How stores commit, life after life. */
  readonly settings: readonly Setting[];
  /** `control`: with a planted bug that must be found. */
  readonly victims: 'honest' | 'control';
  /** Aborted to end after the present round. */
  readonly stop: AbortSignal;
  /** Told after every round. */
  readonly onRound: (soFar: TortureFigures) => void;
}

export interface TortureFigures {
  readonly kills: number;
  /** Kills that came while a call had been asked for and not answered. */
  readonly killsInCall: number;
  /** Changes that were acknowledged and found again. */
  readonly acknowledged: number;
  /** Stores that were made and tortured. */
  readonly lives: number;
}

export interface TortureOutcome extends TortureFigures {
  /** Worded for a person; empty when the store held. */
  readonly findings: readonly string[];
}

/** How a store commits. */
export type Setting = Pick<VictimTerms, 'durability' | 'commits'>;
/** Every way to commit that survives the death of a process. */
export const SETTINGS: readonly Setting[] = [
  { durability: 'normal', commits: 'each' },
  { durability: 'full', commits: 'each' },
  { durability: 'normal', commits: 'grouped' },
  { durability: 'full', commits: 'grouped' },
];
const VICTIMS_A_ROUND = 3;
/** A longer life makes its log long to read and its start, where the file is made, rare. */
const MOST_ROUNDS_A_LIFE = 9;
const nothingYet: TortureFigures = { kills: 0, killsInCall: 0, acknowledged: 0, lives: 0 };

/** Tortures stores until enough processes were killed. */
export async function torture(terms: TortureTerms): Promise<TortureOutcome> {
  const random = randomFrom(terms.seed);
  const supervisor = new Supervisor();
  const rounds = Math.ceil(terms.kills / VICTIMS_A_ROUND / terms.settings.length);
  let soFar: TortureOutcome = { ...nothingYet, findings: [] };
  try {
    while (goesOn(soFar, terms)) {
      soFar = await oneLife(soFar, {
        ...terms,
        supervisor,
        random: random.fork(`life ${soFar.lives}`),
        setting: terms.settings[soFar.lives % terms.settings.length] as Setting,
        rounds: Math.min(rounds, MOST_ROUNDS_A_LIFE),
      });
    }
    return soFar;
  } finally {
    await supervisor.end();
  }
}

function goesOn({ kills, findings }: TortureOutcome, terms: TortureTerms): boolean {
  return kills < terms.kills && findings.length === 0 && !terms.stop.aborted;
}

interface LifeTerms extends TortureTerms {
  readonly supervisor: Supervisor;
  readonly random: Random;
  readonly setting: Setting;
  readonly rounds: number;
}

async function oneLife(before: TortureOutcome, life: LifeTerms): Promise<TortureOutcome> {
  const home = await temporaryFolder('gatehouse-torture-');
  const path = join(home.path, 'queue.db');
  const testimonies = new Map<string, Testimony>();
  let soFar: TortureOutcome = { ...before, lives: before.lives + 1 };
  try {
    for (
      let round = 0;
      round < life.rounds && soFar.findings.length === 0 && !life.stop.aborted;
      round += 1
    ) {
      const deaths = await killRound({
        supervisor: life.supervisor,
        clock: systemClock,
        random: life.random,
        victims: victimsOf(life, { round, path }),
      });
      for (const { name, testimony } of deaths) testimonies.set(name, testimony);
      const findings = await examine(path, testimonies);
      const where = `life ${soFar.lives} (${life.setting.durability}, ${life.setting.commits}), round ${round + 1}`;
      const found = [...troubles(deaths), ...findings].map((finding) => `${where}: ${finding}`);
      soFar = { ...counted(soFar, deaths), findings: found };
      life.onRound(soFar);
    }
    return soFar;
  } finally {
    await home.remove();
  }
}

function victimsOf(
  { random, setting, victims }: LifeTerms,
  { round, path }: { readonly round: number; readonly path: string },
): readonly VictimTerms[] {
  return Array.from({ length: VICTIMS_A_ROUND }, (_, index) => {
    const name = `victim${round * VICTIMS_A_ROUND + index + 1}`;
    const seed = random.fork(name).integer(2 ** 31);
    return { path, name, seed, as: victims, ...setting };
  });
}

function troubles(deaths: readonly Death[]): readonly string[] {
  return deaths.flatMap(({ name, trouble }) => (trouble === null ? [] : [`${name} ${trouble}`]));
}

function counted(before: TortureFigures, deaths: readonly Death[]): TortureFigures {
  const killed = deaths.filter(({ trouble }) => trouble === null);
  const sum = (figure: (death: Death) => number) => killed.reduce((total, death) => total + figure(death), 0);
  return {
    kills: before.kills + killed.length,
    killsInCall: before.killsInCall + sum(({ testimony }) => (testimony.inFlight.length > 0 ? 1 : 0)),
    acknowledged: before.acknowledged + sum(({ testimony }) => testimony.acknowledged.length),
    lives: before.lives,
  };
}
