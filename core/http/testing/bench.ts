/** What the tests of this room share: the interface over a store in memory, on a clock that only the test moves. */
import { Registry } from 'prom-client';
import type { Budget } from '../../guardrails/budget.js';
import { manualClock } from '../../store/contract/manual-clock.js';
import { openStore } from '../../store/open.js';
import type { Store } from '../../store/store.js';
import { openLog } from '../../telemetry/log.js';
import { seconds } from '../../time.js';
import { type Guard, guardOf } from '../access.js';
import { problem } from '../answers.js';
import { httpApp } from '../app.js';
import { newMetrics } from '../metrics.js';
import type { Parts } from '../operation.js';
import { promised, readAs } from './promised.js';

export const TOKEN = 'a-token-for-the-unit-tests';
export const DRAFT = { id: 'A', priority: 'P1', task: 'say hello', successCriteria: 'hello was said' };

export interface BenchTerms {
  readonly guard?: Guard;
  readonly ready?: () => Promise<void>;
  readonly ask?: Parts['ask'];
  /** For all runs of one task together. */
  readonly taskBudget?: Budget;
}

/** An interface to ask without a socket. Whoever opens it closes its store. */
export async function openBench(terms: BenchTerms = {}) {
  const clock = manualClock();
  const { taskBudget } = terms;
  const store: Store = await openStore(':memory:', {
    ...{ clock, actor: 'service:http', whenMissing: 'create' },
    ...(taskBudget === undefined ? {} : { taskBudget }),
  });
  const lines: string[] = [];
  const ask: Parts['ask'] = terms.ask ?? ((use) => use(store));
  const stop = new AbortController();
  const metrics = newMetrics({ ask, clock, registry: new Registry(), busyCount: () => 0 });
  await metrics.scrape().catch(() => undefined);
  const write = (line: string) => void lines.push(line);
  const served = httpApp({
    ...{ ask, clock, metrics, bodyLimit: 65_536, stop: stop.signal, page: { html: '', policy: '' } },
    ...{ leaseFor: seconds(60), maxInProgress: 3, maxRetries: 3, dayLeft: null },
    guard: terms.guard ?? guardOf(TOKEN),
    log: openLog({ level: 'info', program: 'test', traceId: 'test', clock, write }),
    ready: terms.ready ?? (async () => undefined),
  });
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const request = async (path: string, init: RequestInit = {}) =>
    promised(`${init.method ?? 'GET'} ${path}`, await served.request(path, init));
  const send = (method: string, path: string, init: RequestInit) =>
    request(path, { method, ...init, headers: { ...headers, ...init.headers } });
  return {
    ...{ app: { request }, store, clock, stop, lines },
    get: (path: string, more: Record<string, string> = {}) => send('GET', path, { headers: more }),
    post: (path: string, body: unknown, more: Record<string, string> = {}) =>
      send('POST', path, { body: typeof body === 'string' ? body : JSON.stringify(body), headers: more }),
  };
}

/** An answer that is a refusal: its status, and what it says. */
export async function refusal(response: Response) {
  return { status: response.status, ...(await readAs(problem, response)) };
}
