/**
 * From the engine's error codes to core's refusals, with what to do next.
 * A code that is not named here is passed on as it is: nobody may take an unknown error for "nothing happened".
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Busy, CodedError, Corrupt, StoreFull, StoreUnavailable } from '../../../errors.js';

/** The refusal that `error` stands for, or `error` itself. */
export function refusalFor(error: unknown, location: string): unknown {
  if (error instanceof CodedError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  const make = REFUSALS.find(([prefix]) => code === prefix || code.startsWith(`${prefix}_`))?.[1];
  return make ? make(location, error) : error;
}

/** The refusal of a change whose commit was under way: a failing disk may have written all of it. */
export function refusalOfCommit(refusal: unknown): unknown {
  if (!(refusal instanceof StoreUnavailable)) return refusal;
  return new StoreUnavailable(`${refusal.message}; nobody can know whether the change was made`, {
    cause: refusal.cause,
    effect: 'unknown',
    hint: 'look at its disk, then at the task, before the change is asked for again',
  });
}

/** The refusal of a store that is not there, or of which nothing is there yet. */
export function nothingThere(location: string, found: string): StoreUnavailable {
  return new StoreUnavailable(`expected a task store at ${location}, found ${found}`, {
    hint: `create it with: orch init --db ${location}, or name another one with --db`,
  });
}

/** The refusal of a call on a store that its own program has closed. */
export function closed(location: string): StoreUnavailable {
  return new StoreUnavailable(`expected the store ${location} to be open, found that it was closed`, {
    hint: 'open it again with openStore, and close it after the last call',
  });
}

type Refusal = (location: string, cause: Error) => CodedError;

const REFUSALS: readonly (readonly [string, Refusal])[] = [
  ['SQLITE_BUSY', busy],
  ['SQLITE_LOCKED', busy],
  ['SQLITE_FULL', full],
  ['SQLITE_NOTADB', notAStore],
  ['SQLITE_CORRUPT', damaged],
  ['SQLITE_READONLY', readOnly],
  ['SQLITE_CANTOPEN', unopenable],
  ['SQLITE_IOERR', failing],
];

function busy(location: string, cause: Error): CodedError {
  return new Busy(`the store ${location} is locked by another process`, {
    cause,
    hint: 'nothing was changed; try again',
  });
}

function full(location: string, cause: Error): CodedError {
  return new StoreFull(`the store ${location} has no room for this change; nothing was changed`, {
    cause,
    hint: 'free space on its disk, or raise ORCH_MAX_STORE_PAGES, then try again',
  });
}

function notAStore(location: string, cause: Error): CodedError {
  return new Corrupt(`expected a task store at ${location}, found a file that is not a database`, {
    cause,
    hint: 'name another one with --db; if it should be a store, restore it from a backup',
  });
}

function damaged(location: string, cause: Error): CodedError {
  return new Corrupt(`the store ${location} is damaged: ${cause.message}`, {
    cause,
    hint: 'stop every process that uses it and restore it from a backup',
  });
}

function readOnly(location: string, cause: Error): CodedError {
  return new StoreUnavailable(`the store ${location} cannot be written: ${cause.message}`, {
    cause,
    hint: 'make the file and its folder writable for this user',
  });
}

function unopenable(location: string, cause: Error): CodedError {
  if (existsSync(location) && statSync(location).isDirectory()) return aFolder(location, cause);
  return new StoreUnavailable(`the store ${location} cannot be opened: ${cause.message}`, {
    cause,
    hint: 'name a file with --db whose folder exists and is writable for this user',
  });
}

function aFolder(location: string, cause: Error): CodedError {
  return new StoreUnavailable(`expected a task store at ${location}, found a folder`, {
    cause,
    hint: `name the file in it with --db, such as ${join(location, 'queue.db')}`,
  });
}

function failing(location: string, cause: Error): CodedError {
  return new StoreUnavailable(`the store ${location} cannot be read or written: ${cause.message}`, {
    cause,
    hint: 'look at its disk, then try again',
  });
}
