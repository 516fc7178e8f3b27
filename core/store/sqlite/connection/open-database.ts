/** How the engine's file is opened, for whoever puts something of their own under a store. */
import type { Database } from 'better-sqlite3';

/** `timeout`: the engine's own wait for a lock, in ms. */
export type OpenDatabase = (location: string, terms: { readonly timeout: number }) => Database;
