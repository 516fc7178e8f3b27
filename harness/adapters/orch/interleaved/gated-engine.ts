/**
 * Makes every statement of this thread's SQLite connections pass a gate, and every wait for a lock one of virtual
 * time. It replaces methods of the driver's own prototypes, so that core is played exactly as it ships.
 */
import Database, { type Database as Connection, SqliteError } from 'better-sqlite3';

export interface Passage {
  /** Before a statement; what it throws is thrown in place of running it. */
  gate(): void;
  sleep(ms: number): void;
  /** How long a statement waits for a locked store, ms. */
  readonly busyWaitMs: () => number;
}

type Method = (this: Prepared, ...given: unknown[]) => unknown;
type Prepared = { readonly database: Connection };

/** The engine's own waits between two looks at a lock, ms (`sqliteDefaultBusyCallback`). */
const WAITS_MS = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100] as const;
const RUNNING = ['run', 'get', 'all', 'iterate'] as const;

/** Gates the driver of this thread, once and for all. */
export function gateStatements(passage: Passage): void {
  const connection = new Database(':memory:');
  const statement = Object.getPrototypeOf(connection.prepare('select 1')) as Record<string, Method>;
  connection.close();
  for (const name of RUNNING) statement[name] = gated(statement[name] as Method, passage);
}

/** The method, behind the gate, with the engine's waits in virtual time. */
export function gated(run: Method, passage: Passage): Method {
  return function (...given) {
    passage.gate();
    let waitedMs = 0;
    for (let look = 0; ; look += 1) {
      try {
        return run.apply(this, given);
      } catch (error) {
        const leftMs = passage.busyWaitMs() - waitedMs;
        if (leftMs <= 0 || !mayWait(error, this.database)) throw error;
        const waitMs = Math.min(leftMs, WAITS_MS[look] ?? 100);
        passage.sleep(waitMs);
        waitedMs += waitMs;
      }
    }
  };
}

/** As the engine: whoever has read in its transaction is refused at once, since waiting cannot help. */
function mayWait(error: unknown, { inTransaction }: Connection): boolean {
  return error instanceof SqliteError && error.code === 'SQLITE_BUSY' && !inTransaction;
}
