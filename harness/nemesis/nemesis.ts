/**
 * Strikes as planned and heals what it struck: kills, holds, slows down, sets clocks wrong, locks the store, and writes
 * down only what really happened. A planned fault whose moment never came leaves no line.
 */
import type { Call, Completion, InjectedFault } from '../../gates/record/history.js';
import type { Recorder } from '../history/recorder.js';
import { isOfStore, type PlannedFault, statementOf } from '../scenario/plan.js';
import type { Random } from '../sim/random.js';
import type { SutHandle, Trouble } from '../sut.js';
import { Barrier } from '../workload/barrier.js';
import type { Client } from '../workload/client.js';
import { Anchors } from './anchors.js';
import { DeathsWithin } from './deaths-within.js';
import { figuresOf, impairmentOf } from './impairment.js';
import { Raging, type RagingTerms } from './raging.js';
import { Troubles } from './troubles.js';

export interface NemesisTerms extends RagingTerms {
  readonly faults: readonly PlannedFault[];
  /** Instant of `at` 0. */
  readonly startedAt: number;
  readonly recorder: Recorder;
  readonly stage: Pick<SutHandle, 'lockStore'>;
  readonly random: Random;
  /** How often it looks again when a target is not there to be hit. */
  readonly retryMs: number;
}

/** A fault that is on, or about to be switched on. */
interface Strike {
  readonly fault: InjectedFault;
  readonly forMs: number;
}

/** A kill; the call it hangs on, and the statement it strikes at when it does so within that. */
type Killing = Pick<PlannedFault, 'id' | 'forMs'> &
  Partial<Pick<PlannedFault, 'anchor'>> & { readonly statement?: number };

const NEMESIS = 'nemesis';
/** How long after a call is sent a fault in its middle strikes at most: a simulated call takes as long. */
const LONGEST_MOMENT_MS = 12;

export class Nemesis {
  readonly #terms: NemesisTerms;
  readonly #anchors: Anchors;
  readonly #raging: Raging;
  readonly #troubles = new Troubles();
  readonly #deaths = new DeathsWithin();
  #clients: readonly Client[] = [];
  #lockHeld = false;

  constructor(terms: NemesisTerms) {
    this.#terms = terms;
    this.#raging = new Raging(terms);
    this.#anchors = new Anchors(terms.faults);
  }

  /** Begins to strike at instants; `clients` are those a fault may hit. */
  start(clients: readonly Client[]): void {
    this.#clients = clients;
    for (const fault of this.#terms.faults) {
      if ('at' in fault.anchor) this.#raging.start(this.#strikeAt(fault, fault.anchor.at));
    }
  }

  /** Whether every planned fault has struck and is healed. */
  get isSpent(): boolean {
    return this.#raging.isCalm && this.#anchors.left === 0;
  }

  /** Whether nothing rages and the faults that are left wait for calls that may never come. */
  get waitsForCallsOnly(): boolean {
    return this.#raging.isCalm;
  }

  /** A call is about to be sent; null when nothing strikes. */
  before(client: Client, call: Call): Promise<void> | null {
    if (!this.#clients.includes(client)) return null;
    const first = this.#anchors.sending(client.name, call.op);
    for (const fault of this.#anchors.during(client.name, call.op)) {
      if (!this.#raging.isPeace) this.#raging.start(this.#strikeSoon(fault, client));
    }
    return this.#strikeAll(first, client);
  }

  /** What the call that is being sent meets on its way; null when nothing. */
  meets(client: Client, call: Call): Trouble | null {
    if (!this.#clients.includes(client)) return null;
    const met = this.#troubles.of(client.name);
    const [kill] = this.#raging.isPeace ? [] : this.#anchors.within(client.name, call.op);
    if (kill === undefined) return met;
    this.#raging.start(this.#dieWithin(client, kill));
    return { ...met, diesAt: statementOf(kill) ?? 1 };
  }

  /** A call's answer has arrived and its actor has not seen it; null when nothing strikes. */
  after(client: Client, call: Call, reply: Completion): Promise<void> | null {
    if (!this.#clients.includes(client)) return null;
    const due = this.#anchors.answered(client.name, call.op);
    if (!this.#deaths.isAwaited(client)) return this.#strikeAll(due, client);
    const isTold = this.#deaths.answered(client, reply, this.kill.bind(this));
    return isTold.then(() => this.#strikeAll(due, client) ?? undefined);
  }

  /** Whether the answer that has arrived gets lost before its actor sees it. */
  losesReplyTo(client: Client): boolean {
    return this.#troubles.losesReplyTo(client.name);
  }

  /** Kills a client as its plan of work asks for; it comes back after `forMs`. */
  async kill(client: Client, strike: Killing): Promise<void> {
    const { id, forMs, statement, anchor } = strike;
    const kind = 'kill';
    const at = statement === undefined ? {} : { statement };
    const fault = { id, kind, target: client.name, ...at, ...callOf(anchor) } as const;
    const down = new Barrier();
    this.#note('fault-start', fault);
    this.#healLater({ fault, forMs }, async () => down.open());
    await client.kill(down);
  }

  /** Writes down a fault that lies in the workload and is over at once. */
  injected(fault: InjectedFault): void {
    this.#note('fault-start', fault);
    this.#note('fault-heal', fault);
  }

  /** Heals everything and strikes no more. */
  makePeace(): Promise<void> {
    return this.#raging.makePeace();
  }

  #strikeAll(faults: readonly PlannedFault[], client: Client): Promise<void> | null {
    if (faults.length === 0 || this.#raging.isPeace) return null;
    return (async () => {
      for (const fault of faults) await this.#strikeDuringCall(fault, client);
    })();
  }

  /** One that came to the end of its call alive, or died of something else, dies in the next such call. */
  async #dieWithin(client: Client, kill: PlannedFault): Promise<void> {
    if ((await this.#deaths.await(client, kill)) === 'lives') this.#anchors.putOff(kill, client.name);
  }

  async #strikeSoon(fault: PlannedFault, client: Client): Promise<void> {
    await this.#raging.wait(1 + this.#terms.random.fork(fault.id).integer(LONGEST_MOMENT_MS));
    if (!this.#raging.isPeace) await this.#strikeDuringCall(fault, client);
  }

  async #strikeDuringCall(fault: PlannedFault, client: Client): Promise<void> {
    if (fault.kind === 'store-lock' && this.#lockHeld) this.#raging.start(this.#lock(fault));
    else if (fault.kind === 'store-lock') await this.#lock(fault);
    else if (isOfStore(fault.kind)) this.#trouble(fault, fault.target);
    else if (client.isUp) await this.#hit(fault, client);
    else this.#anchors.putOff(fault, client.name);
  }

  async #strikeAt(fault: PlannedFault, at: number): Promise<void> {
    await this.#raging.wait(this.#terms.startedAt + at - this.#terms.clock.now());
    if (fault.kind === 'store-lock') return this.#lock(fault);
    if (isOfStore(fault.kind)) return this.#trouble(fault, fault.target);
    const client = await this.#target(fault);
    if (client !== null) await this.#hit(fault, client);
  }

  async #hit(fault: PlannedFault, client: Client): Promise<void> {
    const { id, kind, forMs, anchor } = fault;
    if (kind === 'kill') await this.kill(client, { id, forMs, anchor });
    else if (kind === 'io-error' || kind === 'reply-lost') this.#trouble(fault, client.name);
    else this.#impair(fault, client);
  }

  #trouble(planned: PlannedFault, target: string): void {
    if (this.#raging.isPeace) return;
    const { id, kind, forMs } = planned;
    const fault: InjectedFault = { id, kind, target, ...figuresOf(planned) };
    this.#note('fault-start', fault);
    const end = this.#troubles.begin(fault);
    this.#healLater({ fault, forMs }, async () => end());
  }

  /** Holds a client, or lets it go on under conditions that are not the usual ones. */
  #impair(planned: PlannedFault, client: Client): void {
    const { id, kind, forMs } = planned;
    const fault: InjectedFault = { id, kind, target: client.name, ...figuresOf(planned) };
    this.#note('fault-start', fault);
    const change = impairmentOf(planned, this.#terms.clock.now());
    const relieve = change === null ? client.pause() : client.impair(change);
    this.#healLater({ fault, forMs }, async () => relieve());
  }

  async #lock(planned: PlannedFault): Promise<void> {
    while (this.#lockHeld && !this.#raging.isPeace) await this.#raging.wait(this.#terms.retryMs);
    if (this.#raging.isPeace) return;
    this.#lockHeld = true;
    const unlock = await this.#terms.stage.lockStore();
    const fault: InjectedFault = { id: planned.id, kind: 'store-lock', target: 'store' };
    this.#note('fault-start', fault);
    this.#healLater({ fault, forMs: planned.forMs }, async () => {
      await unlock();
      this.#lockHeld = false;
    });
  }

  /** Whom a fault at an instant hits; null when peace comes before anybody is there. */
  async #target(fault: PlannedFault): Promise<Client | null> {
    while (!this.#raging.isPeace) {
      const up = this.#clients.filter((client) => client.isUp && isMeant(fault, client));
      if (up.length > 0) return this.#terms.random.fork(fault.id).pick(up);
      await this.#raging.wait(this.#terms.retryMs);
    }
    return null;
  }

  #healLater(strike: Strike, heal: () => Promise<void>): void {
    this.#raging.start(
      this.#raging.wait(strike.forMs).then(async () => {
        await heal();
        this.#note('fault-heal', strike.fault);
      }),
    );
  }

  #note(type: 'fault-start' | 'fault-heal', fault: InjectedFault): void {
    this.#terms.recorder.note(NEMESIS, { type, fault });
  }
}

/** `any` at an instant means a worker: the others hold no lease that a fault could endanger. */
function isMeant(fault: PlannedFault, client: Client): boolean {
  return fault.target === 'any' ? client.name.startsWith('w') : fault.target === client.name;
}

function callOf(anchor: PlannedFault['anchor'] | undefined): Pick<InjectedFault, 'call'> {
  if (anchor === undefined || 'at' in anchor) return {};
  return { call: { op: anchor.op, phase: anchor.phase } };
}
