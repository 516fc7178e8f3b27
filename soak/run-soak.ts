/**
 * One soak run from profile to verdict: plans it, has it played, judges what happened, and writes its files.
 * It knows no system; whoever calls it brings one.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtefactRole } from '../gates/record/record.js';
import {
  brokenAssumptions,
  keepTraces,
  keptIn,
  type Plan,
  type SutHandle,
  temporaryFolder,
} from '../harness/index.js';
import { soakPlan } from './plan/plan.js';
import { exposures } from './verdict/exposure.js';
import { computeSlis } from './verdict/slis.js';
import type { SoakSummary } from './verdict/summary.js';
import { EXIT_CODES, judgeObjectives, soakVerdict } from './verdict/verdict.js';
import { type Played, playSoak, type SoakTerms } from './watch/play-soak.js';

/** A file of a run, and what it holds for the evidence record. */
export interface SoakFile {
  readonly path: string;
  readonly role: ArtefactRole;
}

/** A finished run: what it came to, and the files it left. */
export interface SoakOutcome {
  readonly summary: SoakSummary;
  readonly files: readonly SoakFile[];
}

const ALWAYS: readonly SoakFile[] = [
  { path: 'plan.json', role: 'plan' },
  { path: 'history.jsonl', role: 'events' },
  { path: 'summary.json', role: 'results' },
  { path: 'aborts.ndjson', role: 'log' },
];
const HEARTBEATS: SoakFile = { path: 'heartbeats.ndjson', role: 'heartbeats' };
const FINAL: SoakFile = { path: 'final.json', role: 'db-snapshot' };

/**
 * Plays the profile's plan and writes its files. One that is not healthy keeps its store and stderr, as real runs do.
 * @throws as the harness does when it breaks
 */
export async function runSoak(terms: SoakTerms): Promise<SoakOutcome> {
  const { profile, seed, folder } = terms;
  const plan = soakPlan(profile, seed);
  const write = (path: string, value: unknown, indent = 0): Promise<void> =>
    writeFile(join(folder, path), `${JSON.stringify(value, null, indent)}\n`, { flag: 'wx' });
  await write('plan.json', plan);
  const home = await temporaryFolder('gatehouse-soak-');
  let booted: SutHandle | undefined;
  const onBooted = (handle: SutHandle) => {
    booted = handle;
  };
  try {
    const played = await playSoak(terms, { plan, home: home.path, onBooted });
    const summary = summarise(terms, plan, played);
    await write('summary.json', summary, 1);
    const { run, watch } = played;
    if (run !== null) await write('final.json', run.final);
    const files = [...ALWAYS, ...(watch.samples > 0 ? [HEARTBEATS] : []), ...(run === null ? [] : [FINAL])];
    if (summary.verdict !== 'healthy') files.push(...(await keep(booted, folder)));
    return { summary, files };
  } catch (error) {
    // What went wrong first is what to tell of.
    await keep(booted, folder).catch(() => undefined);
    throw error;
  } finally {
    await home.remove();
  }
}

async function keep(booted: SutHandle | undefined, folder: string): Promise<readonly SoakFile[]> {
  const traces = booted?.traces() ?? null;
  if (traces !== null) await keepTraces(folder, traces);
  return (await keptIn(folder)).map((path) => ({ path, role: 'log' }));
}

function summarise({ profile, seed, clock, sut }: SoakTerms, plan: Plan, played: Played): SoakSummary {
  const chosen = sut.backend === undefined ? '' : ` --backend ${sut.backend}`;
  const { run, watch, ended, unreadBecause } = played;
  const { ledger } = watch;
  const intendedAt = new Map(plan.tasks.map(({ at, submit }) => [submit.id, at]));
  const slis = run === null || ledger === null ? null : computeSlis({ ledger, final: run.final, intendedAt });
  const findings = {
    objectives: judgeObjectives(profile.objectives, slis),
    episodes: watch.episodes,
    exposures: exposures(plan, ledger),
    problems:
      run === null
        ? []
        : [
            ...brokenAssumptions(run.history),
            ...(run.final.integrity ?? []).map((found) => `the store: ${found}`),
          ],
    ended,
  };
  const verdict = soakVerdict(findings);
  return {
    soak: 1,
    profile: profile.id,
    title: profile.title,
    seed,
    clock,
    mode: sut.mode,
    startedAt: ledger?.books.terms.startedAt ?? null,
    lengthMs: ledger?.lastLineAt ?? 0,
    historyLines: ledger?.lines ?? 0,
    samples: watch.samples,
    verdict,
    exitCode: EXIT_CODES[verdict],
    ...findings,
    unreadBecause,
    slis,
    again: `npx gate soak run --profile ${profile.letter} --clock ${clock} --seed ${seed}${chosen}`,
  };
}
