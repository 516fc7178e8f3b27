/**
 * Asks the system for its list when the board says it could be empty of work, and only then: a list of a long run is
 * large. The answer, not the board, says that the queue is drained.
 */
import type { TaskRow } from '../../gates/record/history.js';
import type { Recorder } from '../history/recorder.js';
import type { Board } from './board.js';
import type { Client } from './client.js';
import { IncarnationEnded } from './incarnation.js';

export interface ProbeTerms {
  readonly client: Client;
  readonly board: Board;
  readonly recorder: Recorder;
  /** After so long without news of any task the list is asked for all the same. */
  readonly quietMs: number;
}

/** Of no board: what was heard last was never asked about. */
const UNANSWERED = -1;

export class Probe {
  readonly #terms: ProbeTerms;
  #changes = UNANSWERED;
  #quietSince = 0;

  constructor(terms: ProbeTerms) {
    this.#terms = terms;
  }

  /** Whether every task the system lists is settled, by the system's own account. */
  async isDrained(): Promise<boolean> {
    if (!this.#isWorthAsking()) return false;
    const { client, board, recorder } = this.#terms;
    try {
      if (!client.isUp) await client.begin();
      const askedAt = recorder.lines;
      const answer = await client.call({ op: 'list', args: {} });
      this.#quietSince = client.now();
      if (answer.type === 'ok') return board.isSettled(answer.value as readonly TaskRow[], askedAt);
      this.#changes = UNANSWERED;
      return false;
    } catch (error) {
      if (error instanceof IncarnationEnded) return false;
      throw error;
    }
  }

  #isWorthAsking(): boolean {
    const { client, board, quietMs } = this.#terms;
    const hasNews = board.changes !== this.#changes;
    if (hasNews) {
      this.#changes = board.changes;
      this.#quietSince = client.now();
    }
    return (hasNews && board.mayBeDrained) || client.now() - this.#quietSince >= quietMs;
  }
}
