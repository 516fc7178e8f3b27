/**
 * One logical actor (`w1`) through all its incarnations (`w1/1`, `w1/2`, …): sends its calls, writes them down, and
 * lives with being killed, held and left without an answer. What it does with its life is a program's business.
 *
 * An outcome nobody can know ends the incarnation, as the loss of its process does: a program sees both as
 * `IncarnationEnded` and starts again from nothing. Refusals come back as completions.
 */
import type { Call, Completion } from '../../gates/record/history.js';
import type { Note, Recorder } from '../history/recorder.js';
import {
  type Conditions,
  type HarnessClock,
  type SutActor,
  type SutHandle,
  type Trouble,
  USUAL,
} from '../sut.js';
import { Barrier } from './barrier.js';
import { IncarnationEnded } from './incarnation.js';

/** What a client needs of the run it is part of. */
export interface Surroundings {
  readonly clock: HarnessClock;
  readonly recorder: Recorder;
  readonly stage: Pick<SutHandle, 'openActor'>;
  readonly witness: CallWitness;
}

/** Whoever wants to know about calls: the nemesis to strike, the board to keep count. */
export interface CallWitness {
  /** Just before a call is sent; null when there is nothing to wait for. */
  before(client: Client, call: Call): Promise<void> | null;
  /** What a call that is being sent meets on its way; null when nothing. */
  meets(client: Client, call: Call): Trouble | null;
  /** The answer has arrived and the actor has not seen it yet. */
  after(client: Client, call: Call, reply: Completion): Promise<void> | null;
  /** Whether that answer gets lost. */
  losesReplyTo(client: Client): boolean;
  /** The completion as it was written down. */
  completed(call: Call, completion: Completion, invokedAtLine: number): void;
}

/** A completion an actor can go on from. */
export type Answered = Exclude<Completion, { readonly type: 'info' }>;
type Lost = Extract<Completion, { readonly type: 'info' }>;

/** Outcomes by which the actor itself is over. */
const BROKEN: ReadonlySet<string> = new Set(['CRASH', 'INTERNAL', 'CORRUPT']);
const lostInACrash: Completion = { type: 'info', code: 'CRASH' };
const unanswered: Completion = { type: 'info', code: 'TIMEOUT' };

/** Invariants: at most one open call; no call of an incarnation after its `info`. */
export class Client {
  readonly name: string;
  readonly #around: Surroundings;
  #incarnation = 0;
  #actor: SutActor | null = null;
  #life = new AbortController();
  #held: Barrier | null = null;
  /** Outlives incarnations: a machine that is slow or has the time wrong does not get better by a restart. */
  #conditions: Conditions = USUAL;
  #down: Barrier | null = null;
  #open: { readonly since: number; readonly giveUp: () => void } | null = null;
  #dismissed = false;

  constructor(name: string, around: Surroundings) {
    this.name = name;
    this.#around = around;
  }

  /** The name in the history: actor and incarnation. */
  get id(): string {
    return `${this.name}/${this.#incarnation}`;
  }

  get pid(): number | null {
    return this.#actor?.pid ?? null;
  }

  /** Alive and not held: a fault can hit it. */
  get isUp(): boolean {
    return this.#actor !== null && this.#held === null;
  }

  get isDismissed(): boolean {
    return this.#dismissed;
  }

  /** Opens the next incarnation, once nothing keeps the actor down. @throws IncarnationEnded when the run ends */
  async begin(): Promise<void> {
    while (this.#down !== null && !this.#dismissed) await this.#down.opened;
    this.#refuseWhenDismissed();
    this.#incarnation += 1;
    this.#life = new AbortController();
    this.#actor = await this.#around.stage.openActor(this.id);
    this.#actor.workUnder(this.#conditions);
    this.#refuseWhenDismissed();
  }

  /** Sends a call and waits for its answer. @throws IncarnationEnded */
  async call(call: Call): Promise<Answered> {
    await this.#ready();
    const { recorder, witness } = this.#around;
    const before = witness.before(this, call);
    if (before) await before;
    const actor = await this.#ready();
    const index = recorder.invoke(this.id, call);
    const reply = await this.#answer(actor, call);
    const after = witness.after(this, call, reply);
    if (after) await after;
    const completion = this.#actor === actor ? this.#arriving(reply) : lostInACrash;
    recorder.complete(this.id, index, completion);
    witness.completed(call, completion, index);
    if (completion.type === 'info') return this.#abandon(actor, completion);
    await this.#ready();
    return completion;
  }

  /** Ends early with `signal.reason` when aborted first. @throws IncarnationEnded when killed meanwhile */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await this.#ready();
    const life = this.#life.signal;
    await this.#around.clock.sleep(ms, signal === undefined ? life : AbortSignal.any([life, signal]));
    await this.#ready();
  }

  now(): number {
    return this.#around.clock.now();
  }

  /** What its own clock shows, which may be off. */
  get shown(): number {
    return this.#conditions.shows(this.now());
  }

  note(note: Note): void {
    this.#around.recorder.note(this.id, note);
  }

  /** Kills the process behind it and keeps the actor down until `down` opens. */
  async kill(down: Barrier): Promise<void> {
    const actor = this.#actor;
    this.#down = down;
    void down.opened.then(() => {
      if (this.#down === down) this.#down = null;
    });
    this.#endLife(new IncarnationEnded(this.id, 'was killed'));
    await actor?.kill();
  }

  /** Holds the actor as it is; answers how to let it go on. */
  pause(): () => void {
    const actor = this.#actor;
    const held = new Barrier();
    this.#held = held;
    actor?.pause();
    return () => {
      if (this.#held !== held) return;
      this.#held = null;
      actor?.resume();
      held.open();
    };
  }

  /** Lets it go on under other conditions; answers how to undo what no later call has changed again. */
  impair(change: Partial<Conditions>): () => void {
    this.#workUnder({ ...this.#conditions, ...change });
    return () => {
      const { stretch, shows } = this.#conditions;
      this.#workUnder({
        stretch: stretch === change.stretch ? USUAL.stretch : stretch,
        shows: shows === change.shows ? USUAL.shows : shows,
      });
    };
  }

  /** Gives up on a call that has been open for `ms` or longer. */
  giveUpAfter(ms: number): void {
    if (this.#open !== null && this.now() - this.#open.since >= ms) this.#open.giveUp();
  }

  /** The run ends: no further call, sleep or incarnation. */
  dismiss(): void {
    this.#dismissed = true;
    this.#held?.open();
    this.#down?.open();
    this.#life.abort(new IncarnationEnded(this.id, 'is sent home'));
  }

  async close(): Promise<void> {
    const actor = this.#actor;
    this.#actor = null;
    await actor?.close();
  }

  /** The actor to send with, once it is not held: at once, as a rule. @throws IncarnationEnded */
  #ready(): SutActor | Promise<SutActor> {
    return this.#held === null ? this.#present() : this.#released();
  }

  /** A fault may strike while it waits, so it asks again. */
  async #released(): Promise<SutActor> {
    while (this.#held !== null && !this.#dismissed) await this.#held.opened;
    return this.#present();
  }

  #present(): SutActor {
    if (this.#life.signal.aborted) throw this.#life.signal.reason;
    this.#refuseWhenDismissed();
    if (this.#actor === null) throw new IncarnationEnded(this.id, 'was killed');
    return this.#actor;
  }

  #workUnder(conditions: Conditions): void {
    this.#conditions = conditions;
    this.#actor?.workUnder(conditions);
  }

  /** What its actor gets to see of an answer. */
  #arriving(reply: Completion): Completion {
    return reply.type !== 'info' && this.#around.witness.losesReplyTo(this) ? unanswered : reply;
  }

  #answer(actor: SutActor, call: Call): Promise<Completion> {
    const answered = new Promise<Completion>((resolve, reject) => {
      this.#open = { since: this.now(), giveUp: () => resolve(unanswered) };
      actor.invoke(call, this.#around.witness.meets(this, call)).then(resolve, reject);
    });
    return answered.finally(() => {
      this.#open = null;
    });
  }

  async #abandon(actor: SutActor, { code }: Lost): Promise<never> {
    const isInDoubt = !BROKEN.has(code);
    const ended = new IncarnationEnded(this.id, 'does not know what its last call did', { isInDoubt });
    if (this.#actor === actor) {
      this.#endLife(ended);
      await actor.kill();
    }
    throw ended;
  }

  #endLife(ended: IncarnationEnded): void {
    this.#actor = null;
    this.#life.abort(ended);
    this.#held?.open();
    this.#held = null;
  }

  #refuseWhenDismissed(): void {
    if (this.#dismissed) throw new IncarnationEnded(this.id, 'is sent home');
  }
}
