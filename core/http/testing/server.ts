/** What the tests with a socket share: a server on a store in a folder of the test, on the machine's own clock. */
import { join } from 'node:path';
import type { Budget } from '../../guardrails/budget.js';
import { openStore } from '../../store/open.js';
import { openLog } from '../../telemetry/log.js';
import { type DurationMs, milliseconds, seconds, systemClock } from '../../time.js';
import { serve } from '../serve.js';

export const TOKEN = 'a-token-for-tests-with-a-socket';

export interface TestServer {
  readonly url: string;
  /** What its log says. */
  readonly lines: readonly string[];
  /** Tells it to stop; resolves when it has. */
  stop(): Promise<void>;
}

export interface TestServerTerms {
  readonly folder: string;
  /** Absent: any free one. */
  readonly port?: number;
  readonly requestTimeout?: DurationMs;
  /** Absent: no limit. */
  readonly dayBudget?: Budget;
}

/** Starts a server that asks for `TOKEN`. @throws what keeps it from listening */
export async function startServer({
  folder,
  port = 0,
  requestTimeout,
  dayBudget,
}: TestServerTerms): Promise<TestServer> {
  const clock = systemClock;
  const location = join(folder, 'queue.db');
  const store = await openStore(location, { clock, actor: 'service:http', whenMissing: 'create' });
  const asked = new AbortController();
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  return new Promise((resolve, reject) => {
    const ended = serve({
      ...{ store, clock, port, stop: asked.signal, bodyLimit: 65_536 },
      ...{ leaseFor: seconds(60), maxInProgress: 5, maxRetries: 3, grace: seconds(1) },
      ...{ zone: 540, dayBudget: dayBudget ?? null },
      requestTimeout: requestTimeout ?? seconds(10),
      log: openLog({ level: 'info', program: 'test', traceId: 'test', clock, write }),
      access: { host: '127.0.0.1', env: { ORCH_HTTP_TOKEN: TOKEN }, tokenFile: null, without: 'refuse' },
      busy: { retries: 5, firstWait: milliseconds(10) },
      ready: async () => undefined,
      onListening: ({ url }) =>
        resolve({
          url,
          lines,
          stop: async () => {
            asked.abort();
            await ended;
          },
        }),
    }).finally(() => store.close());
    ended.catch(reject);
  });
}
