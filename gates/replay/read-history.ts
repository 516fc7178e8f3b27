/**
 * From a history file to a run, in one pass: digest, shape, and the assumptions every rule relies on.
 * A history that breaks one of them is invalid evidence; it is never read as a fault of the system.
 */
import { createHash } from 'node:crypto';
import { type Decoded, decodeValue } from '../record/decode.js';
import type { Op } from '../record/history.js';
import { headerSchema, trailerSchema } from '../record/history-schema.js';
import { answerProblem, asOp, lineProblem } from './line-shape.js';
import { eachLine } from './lines.js';
import type { Effect, FaultSpan, Run, RunCall } from './run.js';

/** Reads a history file; a problem names its line. A file without a trailer is a crashed run, and a problem. */
export async function readHistory(path: string): Promise<Decoded<Run>> {
  const reader = new HistoryReader();
  const rest = await eachLine(path, (line) => reader.take(line));
  return rest === '' ? reader.close() : cut;
}

/** Reads a history from its text, as `readHistory` does from a file. */
export function decodeHistory(text: string): Decoded<Run> {
  const reader = new HistoryReader();
  const lines = text.split('\n');
  const rest = lines.pop();
  for (const line of lines) reader.take(line);
  return rest === '' ? reader.close() : cut;
}

const cut: Decoded<never> = {
  ok: false,
  problem: 'the last line has no end: the run crashed or the file was cut',
};

type Invoke = Extract<Op, { type: 'invoke' }>;
type Answer = Extract<Op, { invokedBy: number }>;
type Draft = { -readonly [K in keyof Run]: Run[K] extends readonly (infer T)[] ? T[] : Run[K] };
const HASH_BATCH = 1 << 16;

class HistoryReader {
  readonly #hash = createHash('sha256');
  #unhashed = '';
  #problem: string | null = null;
  #line = 0;
  #header: Run['header'] | null = null;
  #stateHash: string | null = null;
  readonly #run: Omit<Draft, 'header' | 'stateHash'> = {
    calls: [],
    effects: [],
    faults: [],
    marks: [],
    lines: 0,
    lastAt: 0,
  };
  /** The open call of each actor, and actors whose outcome became unknown. */
  readonly #open = new Map<string, Invoke>();
  readonly #spent = new Set<string>();
  readonly #openFaults = new Map<string, FaultSpan>();
  readonly #openEffects = new Map<string, { -readonly [K in keyof Effect]: Effect[K] }>();

  take(text: string): void {
    this.#line += 1;
    if (this.#problem !== null) return;
    const found = this.#read(text);
    if (found !== null) this.#problem = `line ${this.#line} ${found}`;
    if (this.#stateHash === null) this.#digest(text);
  }

  close(): Decoded<Run> {
    const [header, stateHash] = [this.#header, this.#stateHash];
    if (this.#problem !== null) return { ok: false, problem: this.#problem };
    if (stateHash === null)
      return { ok: false, problem: 'the last line should be the trailer: the run crashed' };
    if (header === null) return { ok: false, problem: 'the first line should be a header' };
    const { calls } = this.#run;
    for (const invoke of this.#open.values()) calls.push(unanswered(invoke));
    calls.sort((a, b) => a.invoke - b.invoke);
    return { ok: true, value: { header, stateHash, ...this.#run } };
  }

  /** Takes one line in; the answer is what is wrong with it, or null. */
  #read(text: string): string | null {
    const value = parsed(text);
    if (value === undefined) return 'is not JSON';
    if (this.#stateHash !== null) return 'stands after the trailer';
    if (this.#line === 1) return this.#readHeader(value);
    return isTrailer(value) ? this.#readTrailer(value) : this.#readOp(value);
  }

  #digest(text: string): void {
    this.#unhashed += `${text}\n`;
    if (this.#unhashed.length < HASH_BATCH) return;
    this.#hash.update(this.#unhashed);
    this.#unhashed = '';
  }

  #readHeader(value: unknown): string | null {
    const decoded = decodeValue(value, headerSchema);
    if (!decoded.ok) return `is not a header: ${decoded.problem}`;
    this.#header = decoded.value;
    return null;
  }

  #readTrailer(value: unknown): string | null {
    const decoded = decodeValue(value, trailerSchema);
    if (!decoded.ok) return `is not a trailer: ${decoded.problem}`;
    const { lines, sha256, stateHash } = decoded.value;
    this.#stateHash = stateHash;
    if (lines !== this.#run.lines) return `promises ${lines} lines, but there are ${this.#run.lines}`;
    const digest = this.#hash.update(this.#unhashed).digest('hex');
    return digest === sha256 ? null : 'promises another digest of the lines above';
  }

  #readOp(value: unknown): string | null {
    const problem = lineProblem(value);
    if (problem !== null) return problem;
    const op = asOp(value);
    if (op.index !== this.#run.lines) return `has index ${op.index}, expected ${this.#run.lines}`;
    if (op.at < this.#run.lastAt) return `goes back in time, to ${op.at}`;
    if (this.#spent.has(op.actor)) return `uses ${op.actor} after its outcome became unknown`;
    this.#run.lines += 1;
    this.#run.lastAt = op.at;
    return this.#file(op);
  }

  #file(op: Op): string | null {
    switch (op.type) {
      case 'invoke':
        if (this.#open.has(op.actor)) return `calls as ${op.actor}, whose last call is open`;
        this.#open.set(op.actor, op);
        return null;
      case 'ok':
      case 'fail':
      case 'info':
        return this.#fileAnswer(op);
      case 'fault-start':
        this.#startFault(op.fault, op);
        return null;
      case 'fault-heal':
        return this.#healFault(op.fault.id, op.at);
      case 'run-start':
      case 'run-end':
        return this.#fileEffect(op);
      case 'mark':
        this.#run.marks.push({ mark: op.mark, line: op.index, at: op.at });
        return null;
    }
  }

  #fileAnswer(op: Answer): string | null {
    const invoke = this.#open.get(op.actor);
    if (invoke === undefined || invoke.index !== op.invokedBy) {
      return `answers ${op.invokedBy}, which is not the open call of ${op.actor}`;
    }
    const problem = op.type === 'ok' ? answerProblem(invoke.call.op, op.value) : null;
    if (problem !== null) return `answers ${invoke.call.op} wrongly: ${problem}`;
    this.#open.delete(op.actor);
    if (op.type === 'info') this.#spent.add(op.actor);
    this.#run.calls.push(answered(invoke, op));
    return null;
  }

  #startFault(fault: FaultSpan['fault'], op: Op): void {
    const span: FaultSpan = { fault, line: op.index, startedAt: op.at, healedAt: null };
    this.#run.faults.push(span);
    this.#openFaults.set(fault.id, span);
  }

  #healFault(id: string, at: number): string | null {
    const span = this.#openFaults.get(id);
    if (span === undefined) return `heals fault ${id}, which never started`;
    span.healedAt = at;
    this.#openFaults.delete(id);
    return null;
  }

  #fileEffect(op: Extract<Op, { type: 'run-start' | 'run-end' }>): string | null {
    const name = `${op.task}\0${op.fence}\0${op.actor}`;
    if (op.type === 'run-start') {
      const { task, fence, key, actor } = op;
      const effect = { task, fence, key, actor, start: op.index, startedAt: op.at, end: null };
      this.#run.effects.push(effect);
      this.#openEffects.set(name, effect);
      return null;
    }
    const open = this.#openEffects.get(name);
    if (open === undefined) return `ends a run of ${op.task} that never started`;
    open.end = op.index;
    this.#openEffects.delete(name);
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isTrailer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'trailer';
}

/** Written out field by field: a soak has half a million of these, and spreading costs half the reading time. */
function answered({ call, actor, index: invoke, at: invokedAt }: Invoke, op: Answer): RunCall {
  const { op: name, args } = call;
  const { index: ret, at: returnedAt } = op;
  if (op.type === 'ok') {
    return {
      op: name,
      args,
      actor,
      invoke,
      invokedAt,
      ret,
      returnedAt,
      outcome: 'ok',
      value: op.value,
    } as RunCall;
  }
  const outcome = op.type === 'fail' ? 'refused' : 'unknown';
  return { op: name, args, actor, invoke, invokedAt, ret, returnedAt, outcome, code: op.code } as RunCall;
}

function unanswered(invoke: Invoke): RunCall {
  const start = { ...invoke.call, actor: invoke.actor, invoke: invoke.index, invokedAt: invoke.at };
  return { ...start, outcome: 'unknown', ret: null, returnedAt: null, code: null };
}
