/**
 * Requests and answers over the pipes of a child: one at a time, a deadline for each, and a verdict on silence.
 * It must never guess: no answer in time or at all is silence, and a line that is no protocol ends the conversation.
 */
import { ProtocolError, type Reply, readReply, requestLine } from '../protocol.js';
import type { HarnessClock } from '../sut.js';
import { lineCutter } from './lines.js';
import type { Child } from './supervisor.js';

export interface ConversationTerms {
  /** Whose it is, for messages. */
  readonly name: string;
  readonly child: Child;
  readonly clock: HarnessClock;
  /** How long an answer may take; a stopped process spends the time of its pause here. */
  readonly deadlineMs: number;
  /** Called when what is no protocol has ended it. */
  readonly onBroken: () => void;
}

/** Why there is no reply: too late, or the process is gone. */
export type Silence = 'TIMEOUT' | 'CRASH';

/** What a request says beside its number. */
export type Request = Omit<Parameters<typeof requestLine>[0], 'id'>;

interface Waiting {
  readonly id: number;
  readonly resolve: (reply: Reply | Silence) => void;
  readonly reject: (error: ProtocolError) => void;
}

/** Invariants: at most one request is open; after it is broken every request is refused. */
export class Conversation {
  readonly #terms: ConversationTerms;
  readonly #heardOut: Promise<void>;
  #lastId = 0;
  #waiting: Waiting | null = null;
  /** Requests whose deadline passed before their answer came. */
  readonly #overdue = new Set<number>();
  /** Requests queue up behind this promise, which never rejects. */
  #turn: Promise<unknown> = Promise.resolve();
  #isOver = false;
  #broken: ProtocolError | null = null;

  constructor(terms: ConversationTerms) {
    this.#terms = terms;
    this.#heardOut = this.#listen();
  }

  /** Whether the other side is gone. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The protocol error that ended it, or null. */
  get broken(): ProtocolError | null {
    return this.#broken;
  }

  /** Resolves when all was heard that the process wrote; one that is gone may have left it in its pipes. */
  get heardOut(): Promise<void> {
    return this.#heardOut;
  }

  /** Asks once every earlier request is answered; `request` is made at that moment. @throws ProtocolError */
  ask(request: () => Request, deadlineMs = this.#terms.deadlineMs): Promise<Reply | Silence> {
    const answer = this.#turn.then(() => this.#exchange(request, deadlineMs));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  /** Ends it for good; answers what is thrown from here on. */
  breakOff(error: ProtocolError): ProtocolError {
    const broken = new ProtocolError(`actor ${this.#terms.name}: ${error.message}`, { cause: error });
    this.#broken = broken;
    this.#waiting?.reject(broken);
    this.#terms.onBroken();
    return broken;
  }

  async #exchange(request: () => Request, deadlineMs: number): Promise<Reply | Silence> {
    if (this.#broken !== null) throw this.#broken;
    if (this.#isOver) return 'CRASH';
    const { child, clock } = this.#terms;
    const id = ++this.#lastId;
    const reply = new Promise<Reply | Silence>((resolve, reject) => {
      this.#waiting = { id, resolve, reject };
    });
    const deadline = new AbortController();
    const silence = clock.sleep(deadlineMs, deadline.signal).then((): Silence => 'TIMEOUT');
    try {
      child.stdin.write(`${requestLine({ id, ...request() })}\n`);
      const answer = await Promise.race([reply, silence]);
      if (answer === 'TIMEOUT') this.#overdue.add(id);
      return answer;
    } finally {
      this.#waiting = null;
      deadline.abort();
    }
  }

  #listen(): Promise<void> {
    const { child } = this.#terms;
    const cut = lineCutter();
    child.stdout.on('data', (chunk: Buffer) => {
      try {
        for (const line of cut(chunk)) this.#hear(line);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.breakOff(error);
      }
    });
    // A write to a process that is going fails; its departure says so.
    child.stdin.on('error', () => undefined);
    child.on('error', () => this.#end());
    // `close` comes after the last byte of stdout, so that an answer given just before a kill still counts.
    child.on('close', () => this.#end());
    return new Promise((resolve) => child.once('close', () => resolve()));
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

  #end(): void {
    this.#isOver = true;
    this.#waiting?.resolve('CRASH');
  }
}
