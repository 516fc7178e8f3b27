/** Stores in files of a folder of their own, on a clock that stands still: for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ONE_MS } from '../../../contract/bench.js';
import { manualClock } from '../../../contract/manual-clock.js';
import { openStore, type StoreOptions } from '../../../open.js';
import type { Store } from '../../../store.js';

/** Invariant: what was opened in it is closed with it, and then the folder is gone. */
export class StoresInFolder {
  readonly folder: string;
  readonly #opened: Store[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<StoresInFolder> {
    return new StoresInFolder(await mkdtemp(join(tmpdir(), 'gatehouse-store-')));
  }

  /** The usual file. */
  get path(): string {
    return join(this.folder, 'queue.db');
  }

  /** Opens a store that hardly waits for a lock. @throws as `openStore` */
  async open(location: string, options: Partial<StoreOptions> = {}): Promise<Store> {
    const clock = manualClock();
    const usual = { clock, actor: 'test:case', whenMissing: 'create', busyWait: ONE_MS } as const;
    const store = await openStore(location, { ...usual, ...options });
    this.#opened.push(store);
    return store;
  }

  async closeAll(): Promise<void> {
    for (const store of this.#opened.splice(0)) await store.close();
  }

  async remove(): Promise<void> {
    await this.closeAll();
    await rm(this.folder, { recursive: true });
  }
}
