/**
 * A settlement whose answer its worker never got. It was heard or it was not, so the next incarnation asks for the
 * same once more, with the same fence; a worker that died has forgotten.
 */
import type { Call } from '../../gates/record/history.js';
import type { Answered } from './client.js';
import { IncarnationEnded } from './incarnation.js';

export interface Settlement {
  readonly call: Call;
  /** Until when its lease lasts, ms since the epoch. */
  readonly until: number;
}

export class Unanswered {
  #settlement: Settlement | null = null;

  /** What was left without an answer, once. */
  take(): Settlement | null {
    const settlement = this.#settlement;
    this.#settlement = null;
    return settlement;
  }

  /** The answer to a settlement. @throws IncarnationEnded, and remembers it when nobody knows what it did */
  async settle(
    settlement: Settlement,
    ask: (settlement: Settlement) => Promise<Answered>,
  ): Promise<Answered> {
    try {
      return await ask(settlement);
    } catch (error) {
      if (error instanceof IncarnationEnded && error.isInDoubt) this.#settlement = settlement;
      throw error;
    }
  }
}
