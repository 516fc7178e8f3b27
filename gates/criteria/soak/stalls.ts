/**
 * Times in which a soak stood still, or was not watched, from raw lines. A stall needs work that could have moved:
 * a task that never ran waits for nobody's backoff, and one that shares no key waits for no other task.
 */

import type { SoakReading } from '../../readings/soak.js';
import type { SystemEvent } from '../../record/history.js';

/** Instants in ms since the start. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Every span between two changes of state during which a fresh task was waiting the whole time, longest or not. */
export function stalls(soak: SoakReading): readonly Span[] {
  const { run, final } = soak;
  const alone = tasksWithoutTwin(soak);
  const changes = final.events.filter(({ to }) => to !== null);
  const ended = { at: run.header.startedAt + run.lastAt };
  const fresh = new Set<string>();
  const spans: Span[] = [];
  for (const [position, change] of changes.entries()) {
    if (alone.has(change.task)) follow(change, fresh);
    const next = changes[position + 1] ?? ended;
    if (fresh.size === 0 || next.at <= change.at) continue;
    spans.push({ fromMs: change.at - run.header.startedAt, toMs: next.at - run.header.startedAt });
  }
  return spans;
}

/** Keeps the set of tasks that were added and neither claimed, settled nor operated on since. */
function follow({ task, from, to }: SystemEvent, fresh: Set<string>): void {
  if (from === null && to === 'PENDING') fresh.add(task);
  else fresh.delete(task);
}

/** Tasks whose key no other task has: nothing but the system itself can hold them back. */
function tasksWithoutTwin({ final }: SoakReading): ReadonlySet<string> {
  const keys = new Map<string, number>();
  for (const { idempotencyKey } of final.tasks) {
    if (idempotencyKey !== null) keys.set(idempotencyKey, (keys.get(idempotencyKey) ?? 0) + 1);
  }
  const alone = final.tasks.filter(({ idempotencyKey: key }) => key === null || keys.get(key) === 1);
  return new Set(alone.map(({ task }) => task));
}

/** Stalls with the planned faults taken out: a locked store is no outage of the service. */
export function outages(soak: SoakReading): readonly Span[] {
  const planned = soak.run.faults
    .filter(({ fault }) => fault.kind === 'store-lock')
    .map(({ startedAt, healedAt }) => ({ fromMs: startedAt, toMs: healedAt ?? soak.run.lastAt }));
  return [...stalls(soak), ...metricGaps(soak)].flatMap((span) => minus(span, planned));
}

/** Every span between two heartbeats, and between the ends of the run and the nearest one. */
export function metricGaps({ heartbeats, run }: SoakReading): readonly Span[] {
  const instants = [0, ...heartbeats.map(({ at }) => at), run.lastAt];
  return instants.slice(1).map((toMs, position) => ({ fromMs: instants[position] ?? 0, toMs }));
}

function minus(span: Span, holes: readonly Span[]): readonly Span[] {
  let parts: readonly Span[] = [span];
  for (const hole of holes) {
    parts = parts.flatMap((part) => {
      if (hole.toMs <= part.fromMs || hole.fromMs >= part.toMs) return [part];
      return [
        { fromMs: part.fromMs, toMs: Math.max(part.fromMs, hole.fromMs) },
        { fromMs: Math.min(part.toMs, hole.toMs), toMs: part.toMs },
      ].filter(({ fromMs, toMs }) => toMs > fromMs);
    });
  }
  return parts;
}
