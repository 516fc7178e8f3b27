/**
 * The abort conditions, recomputed from raw lines: when each was met, as episodes. An episode ends when its condition
 * has been clear for a while. What the driver itself recorded is in `confessed.ts`.
 */
import type { Policy } from '../../policy/policy.js';
import { endedTasks } from './slis.js';
import type { SoakReading } from './soak.js';
import { metricGaps, stalls } from './stalls.js';

/** One time during which an abort condition was met; instants in ms since the start. */
export interface Episode {
  readonly id: string;
  readonly critical: boolean;
  readonly says: string;
  readonly fromMs: number;
  readonly toMs: number;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Every abort episode of a soak run, in order. */
export function abortEpisodes(soak: SoakReading, policy: Policy): readonly Episode[] {
  return policy.abortConditions
    .flatMap(({ id, critical, says, condition }) => {
      const spans = merged(spansOf(soak, condition), policy.episodeEndsAfter);
      return spans.map((span): Episode => ({ id, critical, says, ...span }));
    })
    .sort((a, b) => a.fromMs - b.fromMs);
}

type Condition = Policy['abortConditions'][number]['condition'];

function spansOf(soak: SoakReading, condition: Condition): readonly Span[] {
  switch (condition.kind) {
    case 'success-below':
      return successBelow(soak, condition);
    case 'duplicates':
      return countedSpan(soak, soak.slis.get('exec.duplicate_count')?.value ?? 0, condition.atLeast);
    case 'guardrail-bypass':
      return countedSpan(soak, soak.replayed.budget.accusations.length, condition.atLeast);
    case 'stalled':
      return stalls(soak).filter(({ fromMs, toMs }) => toMs - fromMs >= condition.atLeast);
    case 'metrics-gap':
      return metricGaps(soak).filter(({ fromMs, toMs }) => toMs - fromMs >= condition.atLeast);
  }
}

/** Counted conditions have no instant of their own: what happened once stays true to the end of the run. */
function countedSpan({ run }: SoakReading, count: number, atLeast: number): readonly Span[] {
  return count >= atLeast ? [{ fromMs: run.lastAt, toMs: run.lastAt }] : [];
}

function successBelow(
  soak: SoakReading,
  condition: Extract<Condition, { kind: 'success-below' }>,
): readonly Span[] {
  const ended = [...endedTasks(soak, soak.intendedAt)].sort((a, b) => a.endedAt - b.endedAt);
  const spans: Span[] = [];
  let first = 0;
  let failed = 0;
  for (const [position, { row, endedAt }] of ended.entries()) {
    if (row.status === 'FAILED') failed += 1;
    for (; (ended[first]?.endedAt ?? endedAt) <= endedAt - condition.window; first += 1) {
      if (ended[first]?.row.status === 'FAILED') failed -= 1;
    }
    const inWindow = position - first + 1;
    if (inWindow < condition.minSamples || (inWindow - failed) / inWindow >= condition.share) continue;
    spans.push({ fromMs: endedAt, toMs: endedAt });
  }
  return spans;
}

/** Spans with less than `clearMs` between them are one. */
function merged(spans: readonly Span[], clearMs: number): readonly Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = result.at(-1);
    if (last === undefined || span.fromMs - last.toMs > clearMs) result.push(span);
    else result[result.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
  }
  return result;
}
