/**
 * The floor: the least SQL that keeps our promises. A claim takes a lease and a fencing token, a completion is fenced
 * in the statement, and each writes its event in the same transaction. No guardrail, no key, no retry, no notes.
 */
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type Mode, payload, type Subject } from './subject.js';

const SCHEMA = `
  create table task (
    seq integer primary key, payload text not null, status integer not null default 0,
    fence integer not null default 0, holder text, lease_until integer
  ) strict;
  create index ready on task (seq) where status = 0;
  create table event (seq integer primary key, task integer not null, type text not null, at integer not null) strict;`;

/** `each`: a transaction a call; `grouped`: a hundred calls a transaction. */
export function openRaw(folder: string, mode: Mode, together: number): Subject {
  const db = new SqliteDatabase(join(folder, 'raw.sqlite'));
  db.pragma('journal_mode = wal');
  db.pragma(`synchronous = ${mode}`);
  db.exec(SCHEMA);
  const insert = db.prepare('insert into task (payload) values (?)');
  const claim = db.prepare<[number], { readonly seq: number; readonly fence: number }>(`
    update task set status = 1, fence = fence + 1, holder = 'w1', lease_until = ?
    where seq = (select seq from task where status = 0 order by seq limit 1) returning seq, fence`);
  const complete = db.prepare(`
    update task set status = 2, holder = null, lease_until = null
    where seq = ? and fence = ? and holder = 'w1' and status = 1 and lease_until > ?`);
  const event = db.prepare('insert into event (task, type, at) values (?, ?, ?)');
  const add = (index: number) => {
    const { lastInsertRowid } = insert.run(payload(index));
    event.run(lastInsertRowid, 'added', Date.now());
  };
  const addOne = db.transaction(add);
  const addMany = db.transaction((from: number, to: number) => {
    for (let index = from; index < to; index += 1) add(index);
  });
  const takeSome = db.transaction(() => {
    const taken = [];
    for (let nth = 0; nth < together; nth += 1) {
      const row = claim.get(Date.now() + 60_000);
      if (row === undefined) break;
      event.run(row.seq, 'picked', Date.now());
      taken.push(row);
    }
    return taken;
  });
  const settleAll = db.transaction((taken: ReturnType<typeof takeSome>) => {
    for (const { seq, fence } of taken) {
      complete.run(seq, fence, Date.now());
      event.run(seq, 'done', Date.now());
    }
  });
  return {
    width: 1,
    addOne: (index) => addOne.immediate(index),
    addMany: (from, to) => addMany.immediate(from, to),
    async drain() {
      for (;;) {
        const taken = takeSome.immediate();
        if (taken.length === 0) return;
        settleAll.immediate(taken);
      }
    },
    done: () => db.prepare('select count(*) from task where status = 2').pluck().get() as number,
    close: () => db.close(),
  };
}
