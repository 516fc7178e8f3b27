/**
 * Reads a system of processes back once everything is quiet, through the protocol alone, and sends its reader home:
 * what an actor said wrongly, to its last word, makes what was read worthless.
 */
import type { Call, Completion, FinalState, SystemEvent, TaskRow } from '../../gates/record/history.js';
import { ProtocolError } from '../protocol.js';
import { type HarnessClock, SystemUnread } from '../sut.js';
import { outOfOrder } from './event-page.js';
import type { StdioActor } from './stdio-actor.js';

export interface ReadBackTerms {
  /** Every actor there was, the reader among them. */
  readonly opened: readonly StdioActor[];
  readonly clock: HarnessClock;
}

const TRIES = 50;
const WAIT_MS = 100;

/** The auditor has ended afterwards. @throws ProtocolError when an actor broke the protocol, SystemUnread */
export async function readBack(auditor: StdioActor, terms: ReadBackTerms): Promise<FinalState> {
  expectUnbroken(terms.opened);
  const tasks = (await persist(auditor, { op: 'list', args: {} }, terms.clock)) as readonly TaskRow[];
  const events = await readEvents(auditor, terms.clock);
  await auditor.close();
  expectUnbroken(terms.opened);
  return { tasks, events };
}

function expectUnbroken(opened: readonly StdioActor[]): void {
  for (const { broken } of opened) if (broken !== null) throw broken;
}

/** Page after page; a system that keeps no events has none to show. */
async function readEvents(auditor: StdioActor, clock: HarnessClock): Promise<readonly SystemEvent[]> {
  const events: SystemEvent[] = [];
  for (;;) {
    const after = events.at(-1)?.seq ?? 0;
    const page = (await persist(auditor, { op: 'events', args: { after } }, clock)) as
      | readonly SystemEvent[]
      | null;
    if (page === null || page.length === 0) return events;
    const finding = outOfOrder(page, after);
    if (finding !== null)
      throw new ProtocolError(`expected events after ${after} in ascending order of seq, found ${finding}`);
    for (const event of page) events.push(event);
  }
}

/** Asks again while the store is busy. Null where the system has no such operation. */
async function persist(auditor: StdioActor, call: Call, clock: HarnessClock): Promise<unknown> {
  let completion: Completion = await auditor.invoke(call);
  for (let tries = 1; completion.type === 'fail' && completion.code === 'BUSY' && tries < TRIES; tries++) {
    await clock.sleep(WAIT_MS);
    completion = await auditor.invoke(call);
  }
  if (completion.type === 'ok') return completion.value;
  if (call.op === 'events' && completion.code === 'UNSUPPORTED') return null;
  const { says = auditor.log.trimEnd().split('\n').at(-1) } = completion;
  throw new SystemUnread(call, { ...completion, ...(says && { says }) });
}
