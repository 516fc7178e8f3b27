/** Lines of a run as plain text, for a person who has to see what collided: index, instant, actor, call, outcome. */
import { isOkCall, type Run, type RunCall } from './run.js';

/** One text line for each thing the witness points at, in order; a call and its answer make one line together. */
export function quote(run: Run, witness: readonly number[]): readonly string[] {
  const wanted = new Set(witness);
  const lines = new Map<number, string>();
  for (const call of run.calls) {
    if (wanted.has(call.invoke) || (call.ret !== null && wanted.has(call.ret)))
      lines.set(call.invoke, callText(call));
  }
  for (const effect of run.effects) {
    const { task, fence, start, end, startedAt, actor } = effect;
    if (!wanted.has(start) && !(end !== null && wanted.has(end))) continue;
    lines.set(start, `${place(start, startedAt, actor)} run of ${task} with fence ${fence} begins`);
  }
  for (const { fault, line, startedAt } of run.faults) {
    if (!wanted.has(line)) continue;
    lines.set(line, `${place(line, startedAt, 'nemesis')} ${fault.kind} of ${fault.target} begins`);
  }
  return [...lines.entries()].sort(([a], [b]) => a - b).map(([, text]) => text);
}

function place(line: number, at: number, actor: string): string {
  return `#${line} ${(at / 1000).toFixed(3)} s ${actor}`;
}

function callText(call: RunCall): string {
  return `${place(call.invoke, call.invokedAt, call.actor)} ${call.op}${argumentsText(call)} -> ${outcomeText(call)}`;
}

function argumentsText(call: RunCall): string {
  switch (call.op) {
    case 'enqueue': {
      const { id, idempotencyKey } = call.args.task;
      return ` ${id}${idempotencyKey === undefined ? '' : ` key ${idempotencyKey}`}`;
    }
    case 'report':
      return ` ${call.args.task} fence ${call.args.fence} tokens ${call.args.tokens}`;
    case 'heartbeat':
    case 'complete':
    case 'fail':
      return ` ${call.args.task} fence ${call.args.fence}`;
    case 'cancel':
    case 'replan':
    case 'retry':
      return ` ${call.args.task}`;
    case 'claim':
    case 'sweep':
    case 'list':
    case 'events':
      return '';
  }
}

function outcomeText(call: RunCall): string {
  const when = call.ret === null ? '' : ` (#${call.ret} ${((call.returnedAt ?? 0) / 1000).toFixed(3)} s)`;
  if (call.outcome === 'refused') return `${call.code}${when}`;
  if (call.outcome === 'unknown') return `unknown${call.code === null ? '' : `, ${call.code}`}${when}`;
  return `ok${valueText(call)}${when}`;
}

function valueText(call: RunCall & { readonly outcome: 'ok' }): string {
  if (isOkCall(call, 'claim')) {
    const { value } = call;
    return value === null ? ', nothing to claim' : `, ${value.task} with fence ${value.fence}`;
  }
  if (isOkCall(call, 'report')) return `, ${call.value.action}`;
  if (!isOkCall(call, 'sweep')) return '';
  const { requeued, exhausted } = call.value;
  return `, requeued ${requeued.join(' ') || 'none'}, exhausted ${exhausted.join(' ') || 'none'}`;
}
