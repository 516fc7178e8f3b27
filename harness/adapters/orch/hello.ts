/** How our own orchestrator introduces itself, to the harness in the same process and over the wire. */
import type { Hello } from '../../protocol.js';

/** The store's file, relative to the system's home. */
export const ORCH_STORE_FILE = 'queue.db';
/** With the file of what is committed and not yet moved into it. */
export const ORCH_STORE_FILES = [ORCH_STORE_FILE, `${ORCH_STORE_FILE}-wal`];

export const ORCH_HELLO: Hello = {
  name: 'orch',
  version: '0.1.0',
  capabilities: [
    'lease',
    'fencing',
    'idempotency',
    'retry',
    'backoff',
    'budget',
    'events',
    'operator',
    'multi-process',
    'sqlite-file',
    'clock-faults',
    'store-faults',
  ],
  sqliteFile: ORCH_STORE_FILE,
};
