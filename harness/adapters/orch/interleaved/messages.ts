/** What passes between the simulation and the thread of an actor, beside turns. */
import type { MessagePort } from 'node:worker_threads';
import type { Call, Completion, Knobs } from '../../../../gates/record/history.js';
import type { Trouble } from '../../../sut.js';

/** What a thread is started with. */
export interface ThreadData {
  readonly memory: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** The connection an actor opens. */
export interface OpenTerms {
  readonly path: string;
  /** `role:name`, written into events. */
  readonly actor: string;
  readonly knobs: Knobs;
  /** The planted bug, by name, or null. */
  readonly mutant: string | null;
}

export type ToThread =
  | { readonly kind: 'open'; readonly terms: OpenTerms }
  | { readonly kind: 'call'; readonly call: Call; readonly trouble: Trouble | null };

/** `completion`: of a call, else null. `broken`: the thread gave way, which is a bug of the harness. */
export type FromThread =
  | { readonly kind: 'done'; readonly completion: Completion | null }
  | { readonly kind: 'broken'; readonly because: string };
