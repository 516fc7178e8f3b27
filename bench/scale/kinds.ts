/**
 * The kinds of task a large store holds, as SQL over `i`, the number of the task: its row, and the events that tell
 * how it came to be. Instants count from `@from`, an event a millisecond, `@each` events a task.
 */

/** One event, each column as SQL. */
interface EventSql {
  readonly type: string;
  readonly actor: string;
  readonly run: string;
  readonly from: string;
  readonly to: string;
  readonly data: string;
}

export interface Kind {
  readonly id: string;
  /** The columns after the id, given the instant of the first event. */
  row(at: string): string;
  readonly events: readonly EventSql[];
}

const DAY = 86_400_000;
const PAYLOAD = `substr(printf('task %d ', i) || '${'x'.repeat(64)}', 1, 64)`;
const FIRST = '@from + i * @each';
const quoted = (text: string) => `'${text}'`;

function event(type: string, how: Partial<Omit<EventSql, 'type'>>): EventSql {
  return {
    type: quoted(type),
    actor: quoted('worker:w1'),
    run: '1',
    from: 'null',
    to: 'null',
    data: `'{}'`,
    ...how,
  };
}

function added(priority: string): EventSql {
  const data = `'{"idempotency_key":null,"max_attempts":3,"priority":"${priority}"}'`;
  return event('added', { actor: quoted('operator:bench'), run: '0', to: quoted('PENDING'), data });
}

const PICKED = event('picked', {
  from: quoted('PENDING'),
  to: quoted('IN_PROGRESS'),
  data: `printf('{"holder":"w1","lease_until":%d,"run":1}', ${FIRST} + 60001)`,
});

/** Worked on at the first try. */
export const DONE: Kind = {
  id: `printf('d-%08d', i)`,
  row: (at) =>
    `'DONE', 'P1', ${PAYLOAD}, 'it ran', 3, 0, 1, ${at}, ${at} + 2, null, ${at} + 2, 'done', null, 0`,
  events: [
    added('P1'),
    PICKED,
    event('done', {
      from: quoted('IN_PROGRESS'),
      to: quoted('DONE'),
      data: `'{"holder":"w1","notes":"done"}'`,
    }),
  ],
};

const NOT_BEFORE = `${FIRST} + 2 + ${DAY}`;

/** Failed once, and waits a day for its retry, before everything else in priority. */
export const DELAYED: Kind = {
  id: `printf('l-%08d', i)`,
  row: (at) =>
    `'PENDING', 'P0', ${PAYLOAD}, 'it ran', 3, 1, 1, ${at}, ${at} + 3, ${NOT_BEFORE}, null, ` +
    `'failed: boom | retry 1 of 3: failed', 'boom', 0`,
  events: [
    added('P0'),
    PICKED,
    event('failed', {
      from: quoted('IN_PROGRESS'),
      to: quoted('FAILED'),
      data:
        `printf('{"backoff_s":86400,"class":"transient","error":"boom","final":false,"holder":"w1",` +
        `"not_before_ms":%d}', ${NOT_BEFORE})`,
    }),
    event('retried', {
      actor: quoted('watchdog:orch'),
      from: quoted('FAILED'),
      to: quoted('PENDING'),
      data:
        `printf('{"attempt":1,"backoff_s":86400,"max_attempts":3,"not_before_ms":%d,"previous_owner":"w1",` +
        `"reason":"failed"}', ${NOT_BEFORE})`,
    }),
  ],
};

/** Waits to be claimed. */
export const READY: Kind = {
  id: `printf('r-%08d', i)`,
  row: (at) => `'PENDING', 'P1', ${PAYLOAD}, 'it ran', 3, 0, 0, ${at}, ${at}, ${at}, null, '', null, 0`,
  events: [added('P1')],
};
