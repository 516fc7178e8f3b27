/**
 * One child process that speaks the protocol, as an actor: one request at a time, a deadline for each, and a verdict
 * on silence. It must never guess: no answer in time or at all is `info`, and a line that is no protocol ends the run.
 */
import type { Call, Completion } from '../../gates/record/history.js';
import {
  type Courtesy,
  completionOf,
  ProtocolError,
  type Reply,
  readReply,
  requestLine,
} from '../protocol.js';
import {
  type Conditions,
  type HarnessClock,
  type SutActor,
  type Trouble,
  USUAL,
  USUAL_LATENCY_MS,
} from '../sut.js';
import { lineCutter } from './lines.js';
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

/** Why there is no reply: too late, or the process is gone. */
export type Silence = 'TIMEOUT' | 'CRASH';

interface Exchange {
  readonly op: Call['op'] | Courtesy;
  readonly args: object;
  readonly trouble?: Trouble;
  /** Absent: the usual one. */
  readonly deadlineMs?: number;
}

interface Waiting {
  readonly id: number;
  readonly resolve: (reply: Reply | Silence) => void;
  readonly reject: (error: ProtocolError) => void;
}

/** How much of an actor's stderr is kept: the end of it. */
const LOG_LIMIT_CHARACTERS = 64 * 1024;
/** How long a process may take to end by itself after it answered `close`. */
const FAREWELL_MS = 2_000;

export class StdioActor implements SutActor {
  readonly #terms: StdioActorTerms;
  readonly #child: Child;
  readonly #heardOut: Promise<void>;
  #lastId = 0;
  #waiting: Waiting | null = null;
  /** Requests whose deadline passed before their answer came. */
  readonly #overdue = new Set<number>();
  /** Calls queue up behind this promise, which never rejects. */
  #turn: Promise<unknown> = Promise.resolve();
  #state: 'alive' | 'gone' = 'alive';
  #broken: ProtocolError | null = null;
  #killed = false;
  #conditions = USUAL;
  #log = '';

  constructor(terms: StdioActorTerms) {
    this.#terms = terms;
    this.#child = terms.supervisor.start(terms.launch);
    this.#heardOut = this.#listen();
  }

  get name(): string {
    return this.#terms.name;
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  /** The protocol error that ended this conversation, or null. */
  get broken(): ProtocolError | null {
    return this.#broken;
  }

  /** Resolves when all was heard that the process wrote; one that is gone may have left it in its pipes. */
  get heardOut(): Promise<void> {
    return this.#heardOut;
  }

  /** The end of what the process wrote to stderr. */
  get log(): string {
    return this.#log;
  }

  /** Asks for anything the protocol knows, with the usual deadline unless another is given. @throws ProtocolError */
  ask(op: Call['op'] | Courtesy, args: object, deadlineMs?: number): Promise<Reply | Silence> {
    return this.#inTurn({ op, args, ...(deadlineMs !== undefined && { deadlineMs }) });
  }

  #inTurn(exchange: Exchange): Promise<Reply | Silence> {
    const answer = this.#turn.then(() => this.#exchange(exchange));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  /** @throws ProtocolError, the one thing that is neither a refusal nor silence. */
  async invoke(call: Call, trouble: Trouble | null = null): Promise<Completion> {
    await this.#delay();
    const reply = await this.#inTurn({ ...call, ...(trouble && { trouble }) });
    await this.#delay();
    if (reply === 'TIMEOUT') return { type: 'info', code: reply };
    if (reply === 'CRASH') return { type: 'info', code: reply, ...this.#lastWords(trouble) };
    try {
      return completionOf(call.op, reply);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      throw this.#breakOff(error);
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
    if (typeof reply !== 'string') await Promise.race([this.#heardOut, this.#terms.clock.sleep(FAREWELL_MS)]);
    const left = this.#state === 'gone' ? 'ended by itself' : 'ended by force';
    await this.kill();
    if (this.#broken !== null) throw this.#broken;
    return left;
  }

  async #exchange({
    op,
    deadlineMs = this.#terms.deadlineMs,
    ...carried
  }: Exchange): Promise<Reply | Silence> {
    if (this.#broken !== null) throw this.#broken;
    if (this.#state === 'gone') return 'CRASH';
    const { clock } = this.#terms;
    const id = ++this.#lastId;
    const reply = new Promise<Reply | Silence>((resolve, reject) => {
      this.#waiting = { id, resolve, reject };
    });
    const deadline = new AbortController();
    const silence = clock.sleep(deadlineMs, deadline.signal).then((): Silence => 'TIMEOUT');
    try {
      this.#child.stdin.write(`${requestLine({ id, op, ...this.#instant(), ...carried })}\n`);
      const answer = await Promise.race([reply, silence]);
      if (answer === 'TIMEOUT') this.#overdue.add(id);
      return answer;
    } finally {
      this.#waiting = null;
      deadline.abort();
    }
  }

  /** Keeps a call, or its answer, back for what a process that is slow would take longer. */
  async #delay(): Promise<void> {
    const usualMs = USUAL_LATENCY_MS / 2;
    const longerMs = this.#conditions.stretch(usualMs) - usualMs;
    if (longerMs > 0) await this.#terms.clock.sleep(longerMs);
  }

  /** The right time, and what the process is to be off by. */
  #instant(): { readonly now: number; readonly skew?: number } {
    const now = this.#terms.clock.now();
    const skew = this.#conditions.shows(now) - now;
    return skew === 0 ? { now } : { now, skew };
  }

  #listen(): Promise<void> {
    const cut = lineCutter();
    this.#child.stdout.on('data', (chunk: Buffer) => {
      try {
        for (const line of cut(chunk)) this.#hear(line);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.#breakOff(error);
      }
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#log = (this.#log + text).slice(-LOG_LIMIT_CHARACTERS);
    });
    this.#child.on('error', (error) => {
      this.#log += `${error.message}\n`;
      this.#depart();
    });
    // A write to a process that is going fails; its departure says so.
    this.#child.stdin.on('error', () => undefined);
    // `close` comes after the last byte of stdout, so that an answer given just before a kill still counts.
    this.#child.on('close', () => this.#depart());
    return new Promise((resolve) => this.#child.once('close', () => resolve()));
  }

  #hear(line: string): void {
    if (this.#broken !== null) return;
    const reply = readReply(line);
    // An answer that comes after its deadline belongs to a call that is recorded as unknown already.
    if (this.#overdue.delete(reply.id)) return;
    const waiting = this.#waiting;
    if (reply.id !== waiting?.id) {
      throw new ProtocolError(
        `expected a reply to request ${waiting?.id ?? 'none'}, found one to ${reply.id}`,
      );
    }
    this.#waiting = null;
    waiting.resolve(reply);
  }

  /** What is known of a death that nobody here asked for: how the process ended, and the end of its stderr. */
  #lastWords(trouble: Trouble | null): { readonly says?: string } {
    const { exitCode, signalCode } = this.#child;
    if (this.#killed || (trouble?.diesAt !== undefined && signalCode === 'SIGKILL')) return {};
    const how = exitCode === null ? `ended by ${signalCode ?? 'nobody knows what'}` : `exit code ${exitCode}`;
    const words = this.#log.trimEnd().split('\n').at(-1) ?? '';
    return { says: words === '' ? how : `${how}, ${words}` };
  }

  #depart(): void {
    this.#state = 'gone';
    this.#waiting?.resolve('CRASH');
  }

  #breakOff(error: ProtocolError): ProtocolError {
    const broken = new ProtocolError(`actor ${this.#terms.name}: ${error.message}`, { cause: error });
    this.#broken = broken;
    this.#waiting?.reject(broken);
    this.#signal('SIGKILL');
    return broken;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined) this.#terms.supervisor.signal(this.#child.pid, signal);
  }
}
