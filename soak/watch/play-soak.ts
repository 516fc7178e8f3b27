/**
 * Plays a soak's plan on the clock asked for while a watch looks on, and writes history, heartbeats and abort log.
 * A run that is stopped from outside may end without a read-back; that is an answer here, not an error.
 */
import { join } from 'node:path';
import {
  createHistoryFile,
  type HistorySink,
  type Plan,
  type RunResult,
  runReal,
  type SutHandle,
  type SystemUnderTest,
  simulate,
} from '../../harness/index.js';
import type { Profile } from '../plan/profile.js';
import { UNMEASURED } from './heartbeat.js';
import { createLineFile } from './line-file.js';
import { type Sampler, startSampler } from './sampler.js';
import { type Progress, SoakWatch } from './watch.js';

export interface SoakTerms {
  readonly profile: Profile;
  readonly seed: number;
  readonly clock: 'virtual' | 'wall';
  readonly sut: SystemUnderTest;
  /** An empty folder for the run's files. */
  readonly folder: string;
  /** Stops the run; what there is is written all the same. */
  readonly signal: AbortSignal;
  /** Called once, with a way to ask where the run stands. */
  readonly onStarted?: (progress: () => Progress) => void;
}

/** What was played. */
export interface Played {
  readonly watch: SoakWatch;
  /** Null when it could not be read back. */
  readonly run: RunResult | null;
  readonly unreadBecause: string | null;
  readonly ended: 'by-itself' | 'by-abort' | 'by-signal';
}

/** What a run is played with, beside what was asked for. */
export interface SoakSetup {
  readonly plan: Plan;
  /** An empty folder for the system's home. */
  readonly home: string;
  /** Called once the system is up. */
  readonly onBooted: (handle: SutHandle) => void;
}

/** @throws as the harness does when it breaks in a run that nobody stopped */
export async function playSoak(terms: SoakTerms, { plan, home, onBooted }: SoakSetup): Promise<Played> {
  const files = {
    history: createHistoryFile(join(terms.folder, 'history.jsonl')),
    heartbeats: createLineFile(join(terms.folder, 'heartbeats.ndjson')),
    aborts: createLineFile(join(terms.folder, 'aborts.ndjson')),
  };
  const critical = new AbortController();
  const watch = new SoakWatch({
    profile: terms.profile,
    pace: terms.clock === 'virtual' ? 'history' : 'timer',
    heartbeats: files.heartbeats.sink,
    aborts: files.aborts.sink,
    onCritical: () => critical.abort(),
  });
  const sink: HistorySink = (line, entry) => {
    files.history.sink(line, entry);
    watch.take(entry);
  };
  const signal = AbortSignal.any([terms.signal, critical.signal]);
  terms.onStarted?.(() => watch.progress);
  try {
    const read = await playOnClock({ ...terms, plan, home, onBooted, sink, signal, watch });
    const stopped = terms.signal.aborted ? 'by-signal' : 'by-itself';
    return { watch, ...read, ended: critical.signal.aborted ? 'by-abort' : stopped };
  } finally {
    for (const file of Object.values(files)) file.close();
  }
}

interface Stage extends SoakTerms, SoakSetup {
  readonly sink: HistorySink;
  readonly watch: SoakWatch;
}

async function playOnClock(stage: Stage): Promise<Pick<Played, 'run' | 'unreadBecause'>> {
  const { plan, sut, clock, home, onBooted, sink, signal, watch, profile } = stage;
  const shared = { home, control: null, sink, signal, onBooted };
  let sampler: Sampler | null = null;
  try {
    const run =
      clock === 'virtual'
        ? await simulate(plan, sut, shared)
        : await runReal(plan, sut, {
            ...shared,
            onBooted: (handle, live) => {
              onBooted(handle);
              sampler = startSampler({ watch, live, home, everyMs: profile.sampleMs.wall });
            },
          });
    const { unread = null } = run.final;
    return { run: unread === null ? run : null, unreadBecause: unread };
  } catch (error) {
    // Ending a run from outside can take the system away before it is read back.
    if (!signal.aborted || !(error instanceof Error)) throw error;
    return { run: null, unreadBecause: error.message };
  } finally {
    watch.end((await stopped(sampler)) ?? UNMEASURED);
  }
}

async function stopped(sampler: Sampler | null) {
  return sampler === null ? null : sampler.stop();
}
