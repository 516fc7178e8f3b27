/**
 * Migration 1: tasks and their events. Never edited after a release; a change is a new file with the next number.
 * The constraints repeat the types of core/task on purpose: a row that the types cannot express cannot be stored.
 * Sets are spelled out with `or`: for an `in` list the engine builds a small table at every write.
 * An older process may not keep running over this version: there is none.
 */
export const initial = `
create table task (
  seq              integer primary key,
  id               text    not null unique,
  status           text    not null check (status = 'PENDING' or status = 'IN_PROGRESS' or status = 'DONE'
                                           or status = 'FAILED' or status = 'BLOCKED'),
  priority         text    not null check (priority = 'P0' or priority = 'P1' or priority = 'P2'),
  task             text    not null check (trim(task) <> ''),
  success_criteria text    not null check (trim(success_criteria) <> ''),
  idempotency_key  text    check (idempotency_key <> ''),
  max_retries      integer not null check (max_retries between 0 and 20),
  retries          integer not null check (retries between 0 and max_retries),
  run              integer not null check (run >= 0),
  created_at       integer not null,
  updated_at       integer not null,
  due_at           integer,
  available_at     integer,
  lease_holder     text,
  lease_until      integer,
  started_at       integer,
  settled_at       integer,
  duplicate_of     text    references task (id),
  failure_class    text    check (failure_class = 'transient' or failure_class = 'permanent'),
  retry_at         integer,
  blocked_reason   text    check (blocked_reason = 'guardrail' or blocked_reason = 'operator_cancel'
                                           or blocked_reason = 'replan' or blocked_reason = 'review'
                                           or blocked_reason = 'external_input'),
  notes            text    not null,
  last_error       text,
  tokens_used      integer not null check (tokens_used >= 0),
  next_action      text    check (trim(next_action) <> ''),

  constraint only_pending_is_available  check ((status = 'PENDING') = (available_at is not null)),
  constraint only_in_progress_is_leased check ((status = 'IN_PROGRESS') = (lease_holder is not null)
                                           and (status = 'IN_PROGRESS') = (lease_until is not null)
                                           and (status = 'IN_PROGRESS') = (started_at is not null)),
  constraint only_settled_has_an_end    check ((status = 'DONE' or status = 'FAILED' or status = 'BLOCKED')
                                           = (settled_at is not null)),
  constraint only_done_is_a_duplicate   check (status = 'DONE' or duplicate_of is null),
  constraint only_failed_has_a_class    check ((status = 'FAILED') = (failure_class is not null)),
  constraint only_failed_is_retried     check (status = 'FAILED' or retry_at is null),
  constraint only_blocked_has_a_reason  check ((status = 'BLOCKED') = (blocked_reason is not null)),
  constraint an_end_says_what_is_next   check (next_action is not null
                                            or not (status = 'BLOCKED' or (status = 'FAILED' and retry_at is null)))
) strict;

-- A claim seeks here once per priority; the row id, which is seq, closes every key.
create index task_claim on task (priority, available_at) where status = 'PENDING';
create index task_lease on task (lease_until) where status = 'IN_PROGRESS';
create index task_retry on task (retry_at) where status = 'FAILED' and retry_at is not null;
create index task_key on task (idempotency_key) where idempotency_key is not null;
-- The engine looks here for duplicates of every row that is written; without it, it reads the whole table.
create index task_duplicate on task (duplicate_of) where duplicate_of is not null;

create unique index one_running_per_key on task (idempotency_key)
  where status = 'IN_PROGRESS' and idempotency_key is not null;
create unique index one_done_per_key on task (idempotency_key)
  where status = 'DONE' and duplicate_of is null and idempotency_key is not null;

create table event (
  seq         integer primary key,
  task_id     text    not null references task (id),
  type        text    not null,
  at          integer not null,
  actor       text    not null,
  run         integer not null,
  from_status text,
  to_status   text,
  data        text    not null check (json_type(data) = 'object')
) strict;

create index event_task on event (task_id);

create trigger task_is_kept before delete on task begin
  select raise(abort, 'a task is never deleted');
end;
create trigger event_is_kept before delete on event begin
  select raise(abort, 'an event is never deleted');
end;
create trigger event_is_final before update on event begin
  select raise(abort, 'an event is never changed');
end;
`;
