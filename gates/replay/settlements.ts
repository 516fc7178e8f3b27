/**
 * INV-03, INV-04, INV-05 over a whole run: nothing acknowledged is lost, and no task and no key is completed twice.
 */
import type { HistoryHeader, TaskRow } from '../record/history.js';
import { type Accusation, accuse } from './accusation.js';
import { overlappingHolders } from './fences.js';
import { isOkCall, type Run } from './run.js';
import { completions, type Stories, type Story } from './stories.js';

/** Completions that happened twice, by task and by key, and effects repeated after their acknowledgement. */
export function duplicateAccusations(run: Run, stories: Stories): readonly Accusation[] {
  const found: Accusation[] = [];
  for (const story of stories.tasks.values()) found.push(...completedTwice(story));
  for (const [key, group] of byKey(stories)) {
    found.push(...keyCompletedTwice(key, group));
    found.push(...overlapAcross(group, run.header));
  }
  found.push(...effectsAfterCompletion(run, stories));
  return found;
}

/** Tasks and results that were acknowledged and are not in the final state, and rows nobody submitted. */
export function lossAccusations(stories: Stories, rows: ReadonlyMap<string, TaskRow>): readonly Accusation[] {
  const found: Accusation[] = [];
  for (const story of stories.tasks.values()) {
    for (const call of story.enqueues) {
      if (!isOkCall(call, 'enqueue')) continue;
      const { task } = call.value;
      if (rows.has(task)) continue;
      const because = `${task} was accepted, but is not in the final state`;
      found.push(accuse(['TASK_LOST', 'INV-04'], because, [call.invoke, call.ret]));
    }
    found.push(...lostResults(story, rows.get(story.task)));
  }
  for (const task of rows.keys()) {
    if ((stories.tasks.get(task)?.enqueues.length ?? 0) > 0) continue;
    found.push(
      accuse(['DB_LOG_MISMATCH', 'INV-04'], `${task} is in the final state, but nobody submitted it`),
    );
  }
  return found;
}

function lostResults(story: Story, row: TaskRow | undefined): Accusation[] {
  const [done] = completions(story);
  if (done === undefined || row === undefined || row.status === 'DONE') return [];
  const because = `the completion of ${story.task} was accepted, but its final state is ${row.status}`;
  return [accuse(['TASK_LOST', 'INV-04'], because, [done.invoke, done.ret])];
}

function completedTwice(story: Story): Accusation[] {
  const [first, ...others] = completions(story);
  const second = others.find((call) => call.args.fence !== first?.args.fence);
  if (first === undefined || second === undefined) return [];
  const because = `${story.task} was completed with fence ${first.args.fence} and again with fence ${second.args.fence}`;
  return [
    accuse(['DUPLICATE_COMPLETION', 'INV-03'], because, [first.invoke, first.ret, second.invoke, second.ret]),
  ];
}

/** The stories of each key that several tasks share. */
export function byKey(stories: Stories): ReadonlyMap<string, readonly Story[]> {
  const groups = new Map<string, Story[]>();
  for (const story of stories.tasks.values()) {
    const key = stories.keys.get(story.task);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [story]);
    else group.push(story);
  }
  return groups;
}

function keyCompletedTwice(key: string, group: readonly Story[]): Accusation[] {
  const done = group.flatMap((story) => completions(story).slice(0, 1));
  const [first, second] = done;
  if (first === undefined || second === undefined) return [];
  const because = `key ${key} was completed by ${first.args.task} and again by ${second.args.task}`;
  return [
    accuse(['DUPLICATE_COMPLETION', 'INV-05'], because, [first.invoke, first.ret, second.invoke, second.ret]),
  ];
}

function overlapAcross(group: readonly Story[], header: HistoryHeader): Accusation[] {
  if (group.length < 2) return [];
  return overlappingHolders(group, header).filter((one) => one.code === 'DUPLICATE_COMPLETION');
}

/** An effect of a task or key that began after its completion had been acknowledged. */
function effectsAfterCompletion(run: Run, stories: Stories): Accusation[] {
  const acknowledged = new Map<string, { readonly ret: number; readonly invoke: number }>();
  for (const story of stories.tasks.values()) {
    const [done] = completions(story);
    if (done === undefined) continue;
    const name = nameOfWork(story.task, stories);
    const known = acknowledged.get(name);
    if (known === undefined || done.ret < known.ret) acknowledged.set(name, done);
  }
  return run.effects.flatMap((effect) => {
    const done = acknowledged.get(nameOfWork(effect.task, stories));
    if (done === undefined || effect.start < done.ret) return [];
    const because = `${effect.task} ran again as ${effect.actor} after its work had been completed and acknowledged`;
    return [accuse(['DUPLICATE_COMPLETION', 'INV-05'], because, [done.invoke, done.ret, effect.start])];
  });
}

function nameOfWork(task: string, stories: Stories): string {
  const key = stories.keys.get(task);
  return key === undefined ? `task ${task}` : `key ${key}`;
}
