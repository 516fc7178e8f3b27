/** Reads a whole store for an audit, task by task, with the engine's own checks. It holds a part of it at a time. */
import { parseQueue } from '../queue-md/parse.js';
import { renderQueue } from '../queue-md/render.js';
import { lastEventSeq, taskPages } from '../queue-md/view.js';
import type { ZoneMinutes } from '../queue-md/zone.js';
import type { Store } from '../store/store.js';
import { eventSeq } from '../task/ids.js';
import type { EventSeq, Task, TaskId } from '../task/task.js';
import { beginAudit } from './audit.js';
import { agrees, compare } from './compare.js';
import { continued, type History } from './history.js';

/** Events of one task that are read at once. */
const PAGE = 1_000;

/** Every finding in `store`, worded for a person. @throws what reading a store throws */
export async function checkStore(
  store: Store,
  terms: { readonly cap: number; readonly zone: ZoneMinutes },
): Promise<readonly string[]> {
  const asOf = await lastEventSeq(store);
  const audit = beginAudit(asOf);
  const findings = [...(await store.integrity())];
  const unlike = new Set<string>();
  for await (const tasks of taskPages(store)) {
    for (const task of tasks) {
      const found = audit.judge(task, await historyOf(store, task.id));
      if (found.length > 0 && !(await isPruned(store, task.id))) findings.push(...found);
    }
    for (const problem of roundTripProblems({ tasks, lastEvent: asOf, zone: terms.zone }))
      unlike.add(problem);
  }
  return [...findings, ...(await capProblems(store, terms.cap)), ...unlike];
}

async function historyOf(store: Store, id: TaskId): Promise<History | null> {
  let history: History | null = null;
  for (;;) {
    const after: EventSeq = history?.lastEvent ?? eventSeq(0);
    const page = await store.eventsAfter(after, { limit: PAGE, taskId: id });
    history = page.reduce(continued, history);
    if (page.length < PAGE) return history;
  }
}

/** Of a task that a pruning has deleted while it was looked at, nothing is said; nothing else deletes any. */
async function isPruned(store: Store, id: TaskId): Promise<boolean> {
  return (await store.find(id)) === null;
}

async function capProblems(store: Store, cap: number): Promise<readonly string[]> {
  const running = (await store.census()).byStatus.IN_PROGRESS;
  return running > cap ? [`${running} tasks are in progress, at most ${cap} may be`] : [];
}

/** Rendering and reading back must give the same rows. */
function roundTripProblems(view: {
  readonly tasks: readonly Task[];
  readonly lastEvent: EventSeq;
  readonly zone: ZoneMinutes;
}): readonly string[] {
  const { cells } = parseQueue(renderQueue(view, null), view.zone);
  return agrees(compare(cells, view)) ? [] : ['a rendered queue, read back, is not what the store holds'];
}
