/**
 * Migration 5: the events of a task become a chain that begins at its row, in place of an index that every event has to
 * be entered into. The log is written anew with each event's predecessor; 0 stands before the first.
 * An older process must not keep running over this version, and cannot: an event without a predecessor is refused, and
 * with it the whole of its transaction.
 */
export const eventChain = `
alter table task add column last_event integer not null default 0;
update task set last_event = newest.seq
from (select task_id, max(seq) as seq from event group by task_id) as newest
where newest.task_id = task.id;

create table chained_event (
  seq         integer primary key,
  task_id     text    not null,
  type        text    not null,
  at          integer not null,
  actor       text    not null,
  run         integer not null,
  from_status text,
  to_status   text,
  data        text    not null check (json_type(data) = 'object'),
  prev        integer not null check (prev >= 0 and prev < seq)
) strict;
insert into chained_event
select seq, task_id, type, at, actor, run, from_status, to_status, data,
  coalesce(lag(seq) over (partition by task_id order by seq), 0)
from event order by seq;
drop table event;
alter table chained_event rename to event;
create index event_verdict on event (at) where type = 'guardrail';

create trigger event_is_kept before delete on event
when not exists (
  select 1 from pruning_open join task on task.id = old.task_id
  where task.status = 'DONE' and task.settled_at < settled_before
    and old.at < settled_before and old.seq < (select max(seq) from event))
begin
  select raise(abort, 'an event is deleted only with its task, by a pruning');
end;
create trigger event_is_final before update on event begin
  select raise(abort, 'an event is never changed');
end;
`;
