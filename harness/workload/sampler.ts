/**
 * Reads the system while it is at work: its list, and the events since the last read. Checkers hold what was read
 * against what had been asked for by then; nobody in the run goes by it.
 *
 * About once an interval, and no more than the run can bear: after a long list it waits until many times as many
 * lines were written, so that of a long run only a part is lists.
 */
import type { Call, SystemEvent, TaskRow } from '../../gates/record/history.js';
import type { Recorder } from '../history/recorder.js';
import type { Client } from './client.js';
import { IncarnationEnded } from './incarnation.js';

export interface SamplerTerms {
  readonly client: Client;
  readonly recorder: Pick<Recorder, 'lines'>;
  readonly everyMs: number;
  /** What it reads: a system that keeps no log has only its list. */
  readonly reads: readonly ('list' | 'events')[];
}

/** Lines of the run for each row of a list. */
const LINES_A_ROW = 10;

export class Sampler {
  readonly #terms: SamplerTerms;
  #dueAt: number;
  #dueLine = 0;
  /** The last event that was read. */
  #after = 0;

  constructor(terms: SamplerTerms) {
    this.#terms = terms;
    this.#dueAt = terms.client.now() + terms.everyMs;
  }

  /** Reads when it is time; an answer that does not come is not asked for again before the next time. */
  async sample(): Promise<void> {
    const { client, recorder, everyMs } = this.#terms;
    if (client.now() < this.#dueAt || recorder.lines < this.#dueLine) return;
    const listed = await this.#read();
    this.#dueAt = client.now() + everyMs;
    this.#dueLine = recorder.lines + LINES_A_ROW * listed;
  }

  /** How many rows the list had; events are read once and need no bound. */
  async #read(): Promise<number> {
    const { client, reads } = this.#terms;
    let listed = 0;
    try {
      if (!client.isUp) await client.begin();
      if (reads.includes('list')) listed = (await this.#ask<TaskRow>({ op: 'list', args: {} })).length;
      if (!reads.includes('events')) return listed;
      const events = await this.#ask<SystemEvent>({ op: 'events', args: { after: this.#after } });
      this.#after = events.at(-1)?.seq ?? this.#after;
    } catch (error) {
      if (!(error instanceof IncarnationEnded)) throw error;
    }
    return listed;
  }

  async #ask<Row>(call: Call): Promise<readonly Row[]> {
    const answer = await this.#terms.client.call(call);
    return answer.type === 'ok' ? (answer.value as readonly Row[]) : [];
  }
}
