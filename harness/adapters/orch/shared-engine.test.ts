import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SharedEngine } from './shared-engine.js';

let engine: SharedEngine;
let one: Database;
let other: Database;

beforeEach(() => {
  engine = new SharedEngine();
  one = engine.open('one.db', { timeout: 0 });
  other = engine.open('two.db', { timeout: 0 });
  one.exec('create table t (n integer)');
});
afterEach(() => {
  engine.close();
});

const insert = (db: Database, n: number) => db.prepare('insert into t values (?)').run(n);
const numbers = (db: Database) => db.prepare('select n from t order by n').pluck().all();
const adding = (db: Database) => db.transaction((n: number) => insert(db, n)).immediate;

describe('one engine for many actors', () => {
  it('shows every actor what another has committed', () => {
    adding(one)(1);

    expect(numbers(other)).toEqual([1]);
  });

  it('gives each its rows in the shape it asked for, though they share a statement', () => {
    insert(one, 7);
    const sql = 'select n from t';
    const rows = one.prepare(sql);
    const values = other.prepare(sql).pluck();
    const arrays = other.prepare(sql).raw();

    expect([rows.get(), values.get(), arrays.get()]).toEqual([{ n: 7 }, 7, [7]]);
  });

  it('refuses writers while somebody else holds the lock, and lets readers read', () => {
    insert(one, 1);
    const unlock = engine.lock();

    expect(() => adding(one)(2)).toThrow('database is locked');
    expect(() => insert(other, 2)).toThrow('database is locked');
    expect(() => other.prepare('begin immediate').run()).toThrow('database is locked');
    expect(() => other.prepare('update t set n = 3 returning n').get()).toThrow('database is locked');
    expect(numbers(other)).toEqual([1]);
    unlock();
    adding(one)(2);
    expect(numbers(other)).toEqual([1, 2]);
  });

  it('is locked by one at a time, and by nobody in the midst of a transaction', () => {
    one.prepare('begin immediate').run();
    expect(() => engine.lock()).toThrow('database is locked');
    one.prepare('commit').run();

    engine.lock();
    expect(() => engine.lock()).toThrow('database is locked');
  });

  it('undoes what an actor that leaves in the midst of a transaction had written', () => {
    one.prepare('begin immediate').run();
    insert(one, 1);
    one.close();

    expect([numbers(other), other.inTransaction]).toEqual([[], false]);
  });

  it('lets an actor set its connection up while another is in the midst of a transaction', () => {
    const setUp = 'pragma synchronous = off';
    one.exec(setUp);
    one.prepare('begin immediate').run();

    expect(() => engine.open('three.db', { timeout: 0 }).exec(setUp)).not.toThrow();
  });

  it('undoes a transaction that throws', () => {
    const failing = one.transaction(() => {
      insert(one, 1);
      throw new Error('no');
    });

    expect(() => failing.immediate()).toThrow('no');
    expect(numbers(other)).toEqual([]);
  });
});
