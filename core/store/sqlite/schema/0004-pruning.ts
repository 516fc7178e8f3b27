/**
 * Migration 4: retention. A delete passes only inside a pruning, which opens itself with a row in `pruning_open` and
 * closes itself before it commits; so in a store at rest nothing can be deleted. What is left of a task is its id,
 * which is never given again, and of a pruning one row. The newest task and event stay: their numbers go on.
 * An older process may keep running over this version: it deletes nothing, and a used id it adds is refused as taken.
 */
export const pruning = `
create table pruned_task (
  id         text    primary key,
  settled_at integer not null
) strict, without rowid;

-- keys_settled_before is 0 when no key was given up.
create table pruning (
  settled_before      integer not null,
  keys_settled_before integer not null,
  actor               text    not null,
  at                  integer not null,
  tasks               integer not null check (tasks > 0),
  events              integer not null check (events >= 0),
  primary key (settled_before, keys_settled_before, actor)
) strict, without rowid;

create table pruning_open (
  only_one            integer primary key check (only_one = 1),
  settled_before      integer not null,
  keys_settled_before integer not null
) strict;

drop trigger task_is_kept;
create trigger task_is_kept before delete on task
when not exists (
  select 1 from pruning_open
  where old.status = 'DONE' and old.settled_at < settled_before and old.seq < (select max(seq) from task)
    and (old.idempotency_key is null or old.duplicate_of is not null or (
      old.settled_at < keys_settled_before and not exists (
        select 1 from task as other where other.idempotency_key = old.idempotency_key and other.seq <> old.seq))))
begin
  select raise(abort, 'a task is deleted only by a pruning, and only when it is done');
end;

drop trigger event_is_kept;
create trigger event_is_kept before delete on event
when not exists (
  select 1 from pruning_open join task on task.id = old.task_id
  where task.status = 'DONE' and task.settled_at < settled_before
    and old.at < settled_before and old.seq < (select max(seq) from event))
begin
  select raise(abort, 'an event is deleted only with its task, by a pruning');
end;

create trigger id_is_given_once before insert on task
when exists (select 1 from pruned_task where id = new.id)
begin
  select raise(ignore);
end;
create trigger pruned_id_is_kept before delete on pruned_task begin
  select raise(abort, 'the id of a pruned task is never forgotten');
end;
create trigger pruning_is_kept before delete on pruning begin
  select raise(abort, 'a pruning is never forgotten');
end;
`;
