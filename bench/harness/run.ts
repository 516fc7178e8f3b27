/**
 * How fast the harness is, on one core: days simulated, seeds searched, and a long history held to every rule.
 * Each is the command a person types, or a program of its own; what they write is removed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { answerOf, say } from '../program.js';
import { rounded } from '../spread.js';
import type { Rules } from './rules.js';

/** A soak profile in virtual time, with its history, digest and verdict. */
export interface Simulated {
  readonly profile: string;
  readonly hours: number;
  readonly seconds: number;
  readonly lines: number;
}

/** Seeds played in turn, with every fault kind drawn. */
export interface Searched {
  readonly seeds: number;
  readonly hours: number;
  readonly perMinute: number;
}

export interface HarnessResult {
  readonly simulated: readonly Simulated[];
  /** Over the longest history. */
  readonly rules: Rules;
  readonly searched: Searched;
}

const PROFILES = ['A', 'B'];
const SEEDS = 100;
const HOUR_MS = 3_600_000;

/** Simulates both profiles, judges the longer one's history and searches. */
export function measureHarness(): HarnessResult {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const simulated = PROFILES.map((profile) => simulate(profile, join(folder, profile)));
    say('holding the history to every rule');
    const rules = answerOf<Rules>('harness/rules.js', join(folder, PROFILES.at(-1) ?? ''));
    return { simulated, rules, searched: search(join(folder, 'search')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function simulate(profile: string, folder: string): Simulated {
  say(`simulating profile ${profile}`);
  const startedAt = performance.now();
  const words = ['soak', 'run', '--profile', profile, '--clock', 'virtual', '--out', folder, '--json'];
  const { lengthMs, historyLines } = answerOf<{ lengthMs: number; historyLines: number }>(GATE, ...words);
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    profile,
    hours: rounded(lengthMs / HOUR_MS, 1),
    seconds: rounded(seconds, 1),
    lines: historyLines,
  };
}

function search(folder: string): Searched {
  say(`searching ${SEEDS} seeds`);
  const words = ['explore', '--seeds', SEEDS, '--in-turn', '--jobs', 1, '--out', folder, '--json'];
  const found = answerOf<{ totals: { simulatedMs: number }; tookMs: number }>(GATE, ...words);
  return {
    seeds: SEEDS,
    hours: rounded(found.totals.simulatedMs / HOUR_MS, 1),
    perMinute: Math.round((SEEDS / found.tookMs) * 60_000),
  };
}

const GATE = '../bin/gate.js';
