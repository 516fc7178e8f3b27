/**
 * Migration 6: one index for all open tasks in place of one for those that wait and one for those that run. A claim
 * moves its entry a little way in place of deleting it here and inserting it there. Of a priority, the tasks that run
 * stand first, by the end of their lease, since nothing else has no instant from which it is available.
 * An older process may keep running over this version, but its claims and passes read the whole table.
 */
export const openTasks = `
create index task_open on task (priority, available_at, lease_until)
  where status = 'PENDING' or status = 'IN_PROGRESS';
drop index task_claim;
drop index task_lease;
`;
