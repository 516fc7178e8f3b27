/**
 * Times in which a soak stood still, or was not watched, from raw lines. A stall needs work that could have moved the
 * whole time: a wait for a retry or for another task of the same key is none.
 */

import { MovableWork } from './movable-work.js';
import type { SoakReading } from './soak.js';

/** Instants in ms since the start. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Every span between two changes of state during which some work could have moved, longest or not. */
export function stalls(soak: SoakReading): readonly Span[] {
  const { startedAt } = soak.run.header;
  const changes = soak.final.events.filter(({ to }) => to !== null);
  const ended = { at: startedAt + soak.run.lastAt };
  const work = new MovableWork(soak);
  return changes.flatMap((change, position): Span[] => {
    work.take(change);
    const until = (changes[position + 1] ?? ended).at;
    const since = Math.max(change.at, work.dueAt(change.at));
    return since < until ? [{ fromMs: since - startedAt, toMs: until - startedAt }] : [];
  });
}

/** Stalls with the planned faults taken out: a locked store is no outage of the service. */
export function standstills(soak: SoakReading): readonly Span[] {
  return unplanned(soak, stalls(soak));
}

/** Times that nobody watched, with the planned faults taken out. What happened in them is not known. */
export function unwatched(soak: SoakReading): readonly Span[] {
  return unplanned(soak, metricGaps(soak));
}

function unplanned({ run }: SoakReading, spans: readonly Span[]): readonly Span[] {
  const planned = run.faults
    .filter(({ fault }) => fault.kind === 'store-lock')
    .map(({ startedAt, healedAt }) => ({ fromMs: startedAt, toMs: healedAt ?? run.lastAt }));
  return spans.flatMap((span) => minus(span, planned));
}

/** The longest of some spans; null of none. */
export function longestOf(spans: readonly Span[]): Span | null {
  return spans.reduce<Span | null>(
    (longest, span) => (longest === null || lengthOf(span) > lengthOf(longest) ? span : longest),
    null,
  );
}

/** How long a span is, ms. */
export function lengthOf({ fromMs, toMs }: Span): number {
  return toMs - fromMs;
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
