import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gated } from './gated-engine.js';

const BUSY_WAIT_MS = 50;
const INSERT = 'insert into t values (1)';

let folder: string;
let one: Database.Database;
let other: Database.Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gate-engine-'));
  const open = () => new Database(join(folder, 'x.db'), { timeout: 0 });
  one = open();
  one.exec('pragma journal_mode = wal; create table t (x)');
  other = open();
});
afterEach(() => {
  one.close();
  other.close();
  rmSync(folder, { recursive: true });
});

/** Runs a statement of `one` behind a gate; answers the engine's code, and the waits, ms. */
function run(sql: string, onSleep: (nth: number) => void = () => undefined) {
  const waits: number[] = [];
  let gates = 0;
  const statement = one.prepare(sql);
  const passage = {
    gate: () => {
      gates += 1;
    },
    sleep: (ms: number) => {
      waits.push(ms);
      onSleep(waits.length);
    },
    busyWaitMs: () => BUSY_WAIT_MS,
  };
  const method = gated(statement.run as Parameters<typeof gated>[0], passage);
  try {
    method.call(statement);
    return { code: 'ok', waits, gates };
  } catch (error) {
    return { code: (error as { readonly code: string }).code, waits, gates };
  }
}

describe('a gated statement', () => {
  it('passes the gate once and runs', () => {
    expect(run(INSERT)).toEqual({ code: 'ok', waits: [], gates: 1 });
    expect(other.prepare('select count(*) from t').pluck().get()).toBe(1);
  });

  it('waits for a lock as the engine does, in time that is not real, and then is refused by the engine', () => {
    other.exec('begin immediate');

    expect(run('begin immediate')).toEqual({ code: 'SQLITE_BUSY', waits: [1, 2, 5, 10, 15, 17], gates: 1 });
  });

  it('gets the lock when it is free in time', () => {
    other.exec('begin immediate');
    const free = (nth: number) => {
      if (nth === 3) other.exec('commit');
    };

    expect(run(INSERT, free)).toEqual({ code: 'ok', waits: [1, 2, 5], gates: 1 });
  });

  it('is refused at once when what its transaction has read is out of date: waiting cannot help', () => {
    one.exec('begin');
    one.prepare('select * from t').all();
    other.exec(INSERT);

    expect(run(INSERT)).toEqual({ code: 'SQLITE_BUSY_SNAPSHOT', waits: [], gates: 1 });
  });

  it('does not run what the gate refuses', () => {
    const refusing = {
      gate: () => {
        throw new Error('killed');
      },
      sleep: () => undefined,
      busyWaitMs: () => 0,
    };
    const statement = one.prepare(INSERT);

    expect(() => gated(statement.run as Parameters<typeof gated>[0], refusing).call(statement)).toThrow(
      'killed',
    );
    expect(other.prepare('select count(*) from t').pluck().get()).toBe(0);
  });
});
