/**
 * The phases of a run: safety (work and faults), heal, liveness (no faults, no new work; once drained, a little quiet),
 * and the end.
 * It waits until each phase is over, and judges nothing; the crew does the work.
 */
import type { Call, Completion } from '../../gates/record/history.js';
import { plannedSkewMs } from '../../gates/record/planned-skew.js';
import type { Recorder } from '../history/recorder.js';
import type { Plan } from '../scenario/plan.js';
import type { HarnessClock } from '../sut.js';
import { Board } from '../workload/board.js';
import { Nursery } from '../workload/nursery.js';
import { Probe } from '../workload/probe.js';
import { Sampler, type SamplerTerms } from '../workload/sampler.js';
import { Tally } from '../workload/tally.js';
import { Crew } from './crew.js';
import type { Stage } from './warm-start.js';

/** A run as it goes on. */
export interface LiveView {
  readonly phase: () => 'safety' | 'liveness' | 'over';
  /** Calls so far by `op.type` (`complete.ok`), refusals by `op.code` (`claim.BUSY`), empty claims by `claim.null`. */
  readonly counts: () => Readonly<Record<string, number>>;
  /** Tasks submitted, and those of them certainly not settled. */
  readonly tasks: () => { readonly known: number; readonly open: number };
  readonly historyLines: () => number;
  /** Processes behind the actors that are up; empty when they have none of their own. */
  readonly pids: () => readonly number[];
}

export interface PhasesTerms {
  readonly plan: Plan;
  readonly clock: HarnessClock;
  readonly stage: Stage;
  readonly recorder: Recorder;
  readonly signal: AbortSignal | undefined;
  /** What is read of the system while it is at work. */
  readonly reads: SamplerTerms['reads'];
}

/** A call without an answer is given up after this long, beside the longest planned fault. */
const PATIENCE_MS = 10_000;

export class Phases {
  readonly live: LiveView;
  readonly #terms: PhasesTerms;
  readonly #startedAt: number;
  readonly #nursery = new Nursery();
  readonly #over = new AbortController();
  readonly #board = new Board();
  readonly #tally = new Tally();
  readonly #crew: Crew;
  readonly #probe: Probe;
  readonly #sampler: Sampler;
  #phase: 'safety' | 'liveness' | 'over' = 'safety';

  constructor(terms: PhasesTerms) {
    const { plan, clock, recorder, reads } = terms;
    this.#terms = terms;
    this.#startedAt = clock.now();
    this.#crew = new Crew({
      ...terms,
      startedAt: this.#startedAt,
      nursery: this.#nursery,
      completed: (call, completion) => this.#completed(call, completion),
    });
    const client = this.#crew.onlooker('probe');
    this.#probe = new Probe({ client, board: this.#board, recorder, quietMs: plan.knobs.leaseMs });
    this.#sampler = new Sampler({ client, recorder, everyMs: plan.knobs.leaseMs, reads });
    this.live = this.#view();
  }

  /** Plays the plan to its end. @throws when the harness or an adapter breaks */
  async play(): Promise<void> {
    const stop = () => this.#over.abort();
    this.#terms.signal?.addEventListener('abort', stop, { once: true });
    if (this.#terms.signal?.aborted) stop();
    try {
      this.#crew.start();
      this.#nursery.start(this.#giveUpOnSilence());
      const phases = this.#throughPhases();
      this.#nursery.start(phases);
      await Promise.race([phases, this.#nursery.failure]);
    } finally {
      this.#terms.signal?.removeEventListener('abort', stop);
      this.#dismissAll();
    }
    await Promise.race([this.#nursery.emptied(), this.#nursery.failure]);
    await this.#crew.close();
  }

  #completed(call: Call, completion: Completion): void {
    this.#tally.observe(call, completion);
    this.#board.observe(call, completion, this.#terms.recorder.lines);
  }

  async #throughPhases(): Promise<void> {
    const { plan, clock, recorder } = this.#terms;
    /** What a clock that was ahead promised comes later by as much. */
    const drainMs = plan.knobs.drainMs + plannedSkewMs(plan.faults);
    const everythingIsOut = this.#startedAt + lastPlannedAt(plan) + drainMs;
    await this.#until(() => this.#isSafetyOver(), everythingIsOut);
    await this.#crew.nemesis.makePeace();
    recorder.note('nemesis', { type: 'mark', mark: 'heal' });
    this.#phase = 'liveness';
    const drained = await this.#until(() => this.#isDrained(), clock.now() + drainMs);
    if (!drained) return;
    recorder.note('nemesis', { type: 'mark', mark: 'drained' });
    await this.#wait(quietMs(plan));
  }

  /**
   * All work is handed in, and every fault has struck, or so much of the work is done as the plan says; or nothing is
   * left that a fault could still meet.
   */
  async #isSafetyOver(): Promise<boolean> {
    const { isEverythingHandedIn, nemesis } = this.#crew;
    if (!isEverythingHandedIn) return false;
    if (this.#board.open <= (this.#terms.plan.healAtOpen ?? -1)) return true;
    return nemesis.isSpent || (nemesis.waitsForCallsOnly && (await this.#probe.isDrained()));
  }

  async #isDrained(): Promise<boolean> {
    return this.#crew.isEverythingHandedIn && (await this.#probe.isDrained());
  }

  /** Looks every poll interval; false when `deadline` (ms since the epoch) passes or the run is called off. */
  async #until(isOver: () => Promise<boolean>, deadline: number): Promise<boolean> {
    while (!this.#over.signal.aborted) {
      await this.#sampler.sample();
      if (await isOver()) return true;
      const leftMs = deadline - this.#terms.clock.now();
      if (leftMs <= 0) return false;
      await this.#wait(Math.min(leftMs, this.#terms.plan.knobs.pollMs));
    }
    return false;
  }

  async #giveUpOnSilence(): Promise<void> {
    const { faults } = this.#terms.plan;
    const patienceMs = PATIENCE_MS + Math.max(0, ...faults.map(({ forMs }) => forMs));
    while (!this.#over.signal.aborted) {
      await this.#wait(patienceMs / 4);
      this.#crew.giveUpAfter(patienceMs);
    }
  }

  async #wait(ms: number): Promise<void> {
    const { signal } = this.#over;
    try {
      await this.#terms.clock.sleep(ms, signal);
    } catch (error) {
      if (error !== signal.reason) throw error;
    }
  }

  #dismissAll(): void {
    this.#phase = 'over';
    this.#over.abort();
    this.#crew.dismiss();
  }

  #view(): LiveView {
    return {
      phase: () => this.#phase,
      counts: () => this.#tally.snapshot(),
      tasks: () => ({ known: this.#board.known, open: this.#board.open }),
      historyLines: () => this.#terms.recorder.lines,
      pids: () => this.#crew.pids,
    };
  }
}

/** How long it listens to a drained system: each watchdog sweeps once, and each worker asks. */
function quietMs({ knobs }: Plan): number {
  return knobs.sweepMs + knobs.pollMs;
}

function lastPlannedAt({ tasks, operations, faults }: Plan): number {
  const ends = faults.map(({ anchor, forMs }) => ('at' in anchor ? anchor.at : 0) + forMs);
  return [...tasks, ...operations].reduce((latest, { at }) => Math.max(latest, at), Math.max(0, ...ends));
}
