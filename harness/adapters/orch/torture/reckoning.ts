/**
 * Holds the log of a store against what its victims said before they were killed. Pure. Every acknowledged change
 * is in the log as often as it was acknowledged, and what the log has beyond that was in flight when the kill came.
 */
import type { TaskEvent } from '../../../../core/index.js';
import { type Mark, markOf, SWEEP_LIMIT, type Testimony } from './testimony.js';

/** Everything found wrong, worded for a person; empty when nothing is. `testimonies` are by actor. */
export function reckon(
  events: readonly TaskEvent[],
  testimonies: ReadonlyMap<string, Testimony>,
): readonly string[] {
  return [...testimonies].flatMap(([actor, testimony]) => {
    const written = countOf(events.flatMap((event) => (event.actor === actor ? (markOf(event) ?? []) : [])));
    const acknowledged = countOf(testimony.acknowledged);
    return [...lost(acknowledged, written), ...unasked({ acknowledged, written, testimony })].map(
      (finding) => `${actor}: ${finding}`,
    );
  });
}

type Counts = ReadonlyMap<Mark, number>;

function countOf(marks: readonly Mark[]): Counts {
  const counts = new Map<Mark, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
}

function lost(acknowledged: Counts, written: Counts): readonly string[] {
  return [...acknowledged].flatMap(([mark, count]) => {
    const found = written.get(mark) ?? 0;
    return found < count
      ? [`lost: "${mark}" was acknowledged ${count} times and is written ${found} times`]
      : [];
  });
}

/** What is written beyond what was acknowledged, kind by kind, against what was in flight. */
function unasked(found: {
  readonly acknowledged: Counts;
  readonly written: Counts;
  readonly testimony: Testimony;
}): readonly string[] {
  const beyond = new Map<string, Mark[]>();
  for (const [mark, count] of found.written) {
    const surplus = count - (found.acknowledged.get(mark) ?? 0);
    const kind = mark.slice(0, mark.indexOf(' '));
    for (let each = 0; each < surplus; each += 1) beyond.set(kind, [...(beyond.get(kind) ?? []), mark]);
  }
  return [...beyond].flatMap(([kind, marks]) => {
    const { inFlight, unclear } = found.testimony;
    const calls = [...inFlight, ...unclear].filter((each) => each === kind).length;
    const most = calls * (kind === 'sweep' ? SWEEP_LIMIT : 1);
    return marks.length > most
      ? [
          `doubled: ${marks.length} changes beyond those acknowledged, at most ${most} can be: ${marks.join(', ')}`,
        ]
      : [];
  });
}
