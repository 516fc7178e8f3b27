/** The workplace of one actor on a thread: a call goes from statement to statement, and time passes before each. */
import type { Call, Completion } from '../../../../gates/record/history.js';
import type { Random } from '../../../sim/random.js';
import type { CallPassage, Workplace } from '../workplace.js';
import type { ActorThread } from './actor-thread.js';

/** The longest stretch of virtual time before a statement, ms. */
const LONGEST_GAP_MS = 2;

export interface ThreadedTerms {
  /** Its store is open. */
  readonly thread: ActorThread;
  readonly random: Random;
  /** The connection is closed; the thread is another's from here on. */
  readonly onClosed: () => void;
}

export class ThreadedWorkplace implements Workplace {
  readonly #terms: ThreadedTerms;
  #isClosed = false;

  constructor(terms: ThreadedTerms) {
    this.#terms = terms;
  }

  async perform(call: Call, { trouble, pass }: CallPassage): Promise<Completion> {
    const { thread, random } = this.#terms;
    let halt = thread.begin(call, trouble);
    while (halt.at !== 'end') {
      await pass(halt.at === 'sleep' ? halt.ms : random.integer(LONGEST_GAP_MS + 1));
      if (this.#isClosed) return { type: 'info', code: 'CRASH' };
      halt = thread.goOn();
    }
    return halt.completion;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { thread, onClosed } = this.#terms;
    thread.drop();
    onClosed();
  }
}
