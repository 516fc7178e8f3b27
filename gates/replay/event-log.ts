/**
 * INV-09 and INV-10 on the system's own log: replayed through the judge's own table it must be legal step by step,
 * and it must end in exactly the states of the final read.
 */
import type { StateMachine } from '../policy/state-machine.js';
import type { SystemEvent, TaskRow, TaskStatus } from '../record/history.js';
import { type Accusation, accuse } from './accusation.js';

/** What a log says when it is replayed. */
export interface LogReplay {
  /** Changes of state, births included. */
  readonly transitions: number;
  readonly born: number;
  readonly accusations: readonly Accusation[];
  /** Tasks whose DONE is the result of another task. */
  readonly skipped: ReadonlySet<string>;
}

interface Track {
  status: TaskStatus;
  run: number;
  completions: number;
}

/** Replays a log against the rows it should explain. */
export function replayLog(
  events: readonly SystemEvent[],
  rows: ReadonlyMap<string, TaskRow>,
  machine: StateMachine,
): LogReplay {
  const replay = new Replay(machine);
  for (const event of events) replay.take(event);
  replay.compare(rows);
  return replay;
}

class Replay implements LogReplay {
  transitions = 0;
  born = 0;
  readonly accusations: Accusation[] = [];
  readonly skipped = new Set<string>();
  readonly #machine: StateMachine;
  readonly #legal: ReadonlySet<string>;
  readonly #tracks = new Map<string, Track>();
  #seq = Number.NEGATIVE_INFINITY;

  constructor(machine: StateMachine) {
    this.#machine = machine;
    this.#legal = new Set([
      ...machine.births.flatMap(({ to, by }) =>
        to.flatMap((state) => by.map((type) => `none ${state} ${type}`)),
      ),
      ...machine.transitions.flatMap(({ from, to, by }) => by.map((type) => `${from} ${to} ${type}`)),
    ]);
  }

  take(event: SystemEvent): void {
    if (event.seq <= this.#seq) this.#mismatch(`event ${event.seq} stands after event ${this.#seq}`);
    this.#seq = event.seq;
    if (event.to === null) return;
    const track = this.#tracks.get(event.task);
    if (track === undefined) this.#birth(event, event.to);
    else this.#step(event, event.to, track);
  }

  compare(rows: ReadonlyMap<string, TaskRow>): void {
    for (const [task, row] of rows) {
      const track = this.#tracks.get(task);
      if (track === undefined)
        this.#mismatch(`${task} is ${row.status}, but no event tells how it came to be`);
      else if (track.status !== row.status) {
        this.#mismatch(`${task} is ${row.status}, but its events end in ${track.status}`);
      } else if (track.run !== row.run) {
        this.#mismatch(`${task} is at run ${row.run}, but its events end at run ${track.run}`);
      }
    }
    for (const task of this.#tracks.keys()) {
      if (rows.has(task)) continue;
      this.accusations.push(
        accuse(['TASK_LOST', 'INV-04'], `${task} has events, but is not in the final state`),
      );
    }
  }

  #birth(event: SystemEvent, to: TaskStatus): void {
    this.transitions += 1;
    this.born += 1;
    if (event.from !== null || !this.#legal.has(`none ${to} ${event.type}`)) this.#illegal(event, 'nothing');
    this.#tracks.set(event.task, { status: to, run: event.run, completions: 0 });
  }

  #step(event: SystemEvent, to: TaskStatus, track: Track): void {
    this.transitions += 1;
    if (event.from !== track.status) {
      this.#mismatch(
        `event ${event.seq} (${event.type}) takes ${event.task} from ${event.from}, but it was ${track.status}`,
      );
    }
    if (!this.#legal.has(`${track.status} ${to} ${event.type}`)) this.#illegal(event, track.status);
    const claims = track.status === 'PENDING' && to === 'IN_PROGRESS';
    if (event.run !== track.run + (claims ? 1 : 0)) {
      const because = `event ${event.seq} (${event.type}) of ${event.task} carries run ${event.run} while run ${track.run} was the latest`;
      this.accusations.push(accuse(['ILLEGAL_TRANSITION', 'INV-02'], because));
    }
    if (this.#machine.completions.includes(event.type)) this.#complete(event, track);
    else if (to === 'DONE') this.skipped.add(event.task);
    track.status = to;
    track.run = event.run;
  }

  #complete(event: SystemEvent, track: Track): void {
    track.completions += 1;
    if (track.completions === 1) return;
    const because = `${event.task} was completed ${track.completions} times, again by event ${event.seq}`;
    this.accusations.push(accuse(['DUPLICATE_COMPLETION', 'INV-03'], because));
  }

  #illegal(event: SystemEvent, from: string): void {
    const because = `event ${event.seq} (${event.type}) takes ${event.task} from ${from} to ${event.to}, which no rule allows`;
    this.accusations.push(accuse(['ILLEGAL_TRANSITION', 'INV-10'], because));
  }

  #mismatch(because: string): void {
    this.accusations.push(accuse(['DB_LOG_MISMATCH', 'INV-09'], because));
  }
}
