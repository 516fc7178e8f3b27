/**
 * One child process that speaks the protocol, as an actor: what befalls it, how long its calls take, and what it said
 * on stderr. An outcome that nobody can know is `info`.
 */
import type { Call, Completion } from '../../gates/record/history.js';
import { type Courtesy, completionOf, ProtocolError, type Reply } from '../protocol.js';
import {
  type Conditions,
  type HarnessClock,
  type SutActor,
  type Trouble,
  USUAL,
  USUAL_LATENCY_MS,
} from '../sut.js';
import { Conversation, type Request, type Silence } from './conversation.js';
import { type Child, ended, type Launch, type Supervisor } from './supervisor.js';

export interface StdioActorTerms {
  /** The actor's name, for messages. */
  readonly name: string;
  readonly launch: Launch;
  readonly supervisor: Supervisor;
  readonly clock: HarnessClock;
  /** How long an answer may take; a stopped process spends the time of its pause here. */
  readonly deadlineMs: number;
}

/** How much of an actor's stderr is kept: the end of it. */
const LOG_LIMIT_CHARACTERS = 64 * 1024;
/** How long a process may take to end by itself after it answered `close`. */
const FAREWELL_MS = 2_000;

export class StdioActor implements SutActor {
  readonly #terms: StdioActorTerms;
  readonly #child: Child;
  readonly #conversation: Conversation;
  #killed = false;
  #conditions = USUAL;
  #log = '';

  constructor(terms: StdioActorTerms) {
    this.#terms = terms;
    this.#child = terms.supervisor.start(terms.launch);
    this.#keepLog();
    const onBroken = () => this.#signal('SIGKILL');
    this.#conversation = new Conversation({ ...terms, child: this.#child, onBroken });
  }

  get name(): string {
    return this.#terms.name;
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  /** The protocol error that ended the conversation, or null. */
  get broken(): ProtocolError | null {
    return this.#conversation.broken;
  }

  /** Resolves when all was heard that the process wrote; one that is gone may have left it in its pipes. */
  get heardOut(): Promise<void> {
    return this.#conversation.heardOut;
  }

  /** The end of what the process wrote to stderr. */
  get log(): string {
    return this.#log;
  }

  /** Asks for anything the protocol knows, with the usual deadline unless another is given. @throws ProtocolError */
  ask(op: Call['op'] | Courtesy, args: object, deadlineMs?: number): Promise<Reply | Silence> {
    return this.#conversation.ask(() => ({ op, ...this.#instant(), args }), deadlineMs);
  }

  /** @throws ProtocolError, the one thing that is neither a refusal nor silence. */
  async invoke(call: Call, trouble: Trouble | null = null): Promise<Completion> {
    await this.#delay();
    const { op, args } = call;
    const request = () => ({ op, ...this.#instant(), args, ...(trouble && { trouble }) });
    const reply = await this.#conversation.ask(request);
    await this.#delay();
    if (reply === 'TIMEOUT') return { type: 'info', code: reply };
    if (reply === 'CRASH') return { type: 'info', code: reply, ...this.#lastWords(trouble) };
    try {
      return completionOf(call.op, reply);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      throw this.#conversation.breakOff(error);
    }
  }

  async kill(): Promise<void> {
    this.#killed = true;
    this.#signal('SIGKILL');
    await ended(this.#child);
  }

  pause(): void {
    this.#signal('SIGSTOP');
  }

  resume(): void {
    this.#signal('SIGCONT');
  }

  workUnder(conditions: Conditions): void {
    this.#conditions = conditions;
  }

  async close(): Promise<void> {
    await this.takeLeave();
  }

  /**
   * Closes, and answers how the process ended. It listens until the output ends.
   * @throws ProtocolError also for what comes after the answer
   */
  async takeLeave(): Promise<'ended by itself' | 'ended by force'> {
    this.resume();
    const reply = await this.ask('close', {});
    if (typeof reply !== 'string') await Promise.race([this.heardOut, this.#terms.clock.sleep(FAREWELL_MS)]);
    const left = this.#conversation.isOver ? 'ended by itself' : 'ended by force';
    await this.kill();
    if (this.broken !== null) throw this.broken;
    return left;
  }

  /** Keeps a call, or its answer, back for what a process that is slow would take longer. */
  async #delay(): Promise<void> {
    const usualMs = USUAL_LATENCY_MS / 2;
    const longerMs = this.#conditions.stretch(usualMs) - usualMs;
    if (longerMs > 0) await this.#terms.clock.sleep(longerMs);
  }

  /** The right time, and what the process is to be off by. */
  #instant(): Pick<Request, 'now' | 'skew'> {
    const now = this.#terms.clock.now();
    const skew = this.#conditions.shows(now) - now;
    return skew === 0 ? { now } : { now, skew };
  }

  #keepLog(): void {
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#log = (this.#log + text).slice(-LOG_LIMIT_CHARACTERS);
    });
    this.#child.on('error', (error) => {
      this.#log += `${error.message}\n`;
    });
  }

  /** What is known of a death that nobody here asked for: how the process ended, and the end of its stderr. */
  #lastWords(trouble: Trouble | null): { readonly says?: string } {
    const { exitCode, signalCode } = this.#child;
    if (this.#killed || (trouble?.diesAt !== undefined && signalCode === 'SIGKILL')) return {};
    const how = exitCode === null ? `ended by ${signalCode ?? 'nobody knows what'}` : `exit code ${exitCode}`;
    const words = this.#log.trimEnd().split('\n').at(-1) ?? '';
    return { says: words === '' ? how : `${how}, ${words}` };
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined) this.#terms.supervisor.signal(this.#child.pid, signal);
  }
}
