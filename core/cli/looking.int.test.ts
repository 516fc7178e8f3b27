/** The commands that only look: what they choose, how they say that there is nothing, and that they all speak JSON. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshOrch } from './testing/fresh-orch.js';

const here = freshOrch();
const orch = (...argv: string[]) => here.orch(argv);
const add = (id: string, priority = 'P1') =>
  orch('add', '--id', id, '--priority', priority, '--task', 'x', '--success-criteria', 'x');
const pick = (owner: string) => orch('pick', '--owner-session', owner);

describe('list', () => {
  it('shows the state and the priority that are asked for, and refuses others', async () => {
    await add('A');
    await add('B', 'P0');
    await pick('me');
    expect((await orch('list', '--status', 'PENDING')).out).toBe('A\tPENDING\tP1\tx\n');
    expect((await orch('list', '--priority', 'P0')).out).toBe('B\tIN_PROGRESS\tP0\tx\n');
    expect((await orch('list', '--status', 'PENDING', '--priority', 'P0')).out).toBe('');
    expect(await orch('list', '--status', 'OPEN')).toMatchObject({ code: 2, out: '' });
    expect(await orch('list', '--priority', 'P3')).toMatchObject({ code: 2, out: '' });
  });

  it('shows so many of what is asked for', async () => {
    for (const id of ['A', 'B', 'C']) await add(id, id === 'A' ? 'P0' : 'P1');
    expect((await orch('list', '--priority', 'P1', '--limit', '1')).out).toBe('B\tPENDING\tP1\tx\n');
    expect(await orch('list', '--limit', '0')).toMatchObject({ code: 2, out: '' });
  });
});

describe('events', () => {
  it('go on after a position', async () => {
    for (const id of ['A', 'B', 'C']) await add(id);
    expect((await orch('events', '--after', '2')).out).toMatch(/^C event 3 .* added .*\n$/);
    expect((await orch('events', '--after', '3')).out).toBe('');
    expect(await orch('events', '--after', '-1')).toMatchObject({ code: 2 });
  });

  it('are so many at most, and one JSON object however many there are', async () => {
    for (const id of ['A', 'B', 'C']) await add(id);
    expect((await orch('events', '--after', '1', '--limit', '1')).out).toMatch(/^B event 2 [^\n]*\n$/);
    expect(await orch('events', '--limit', '0')).toMatchObject({ code: 2 });
    const told = JSON.parse((await orch('events', '--limit', '2', '--json')).out);
    expect(told.events.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2]);
    expect((await orch('events', '--after', '3', '--json')).out).toBe('{"events":[]}\n');
  });
});

describe('status and workers', () => {
  it('tell of nobody, and of who runs since when', async () => {
    await orch('init');
    expect((await orch('ops', 'status')).out).toBe(
      [
        'summary PENDING=0 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=0',
        'within pending_waiting=0 in_progress_expired=0 failed_final=0 done_skipped=0',
        'top_in_progress: none\n',
      ].join('\n'),
    );
    expect((await orch('ops', 'workers')).out).toBe('workers: none\n');
    for (const id of ['A', 'B']) await add(id);
    await pick('w2');
    await pick('w1');
    expect((await orch('ops', 'status', '--top', '1')).out).toMatch(
      /top_in_progress:\n {2}A P1 w2 2026-01-01 09:00\n$/,
    );
    expect((await orch('ops', 'workers')).out).toMatch(/^workers_active=2 in_progress=2\nw1 .*\nw2 .*\n$/);
  });

  it('tell of instants as numbers in JSON', async () => {
    await add('A');
    await pick('w1');
    const at = here.clock.now();
    const { workers } = JSON.parse((await orch('ops', 'workers', '--json')).out);
    expect(workers).toMatchObject([{ owner: 'w1', oldestStartedAt: at }]);
    const { topInProgress } = JSON.parse((await orch('ops', 'status', '--json')).out);
    expect(topInProgress).toEqual([{ id: 'A', priority: 'P1', owner: 'w1', startedAt: at }]);
  });
});

describe('pick', () => {
  it('is at its cap also when leases ran out, until the watchdog has freed them', async () => {
    for (const id of ['A', 'B', 'C', 'D']) await add(id);
    for (const owner of ['w1', 'w2', 'w3']) await pick(owner);
    here.clock.advance(900_000);
    expect((await pick('w4')).out).toBe('NOOP at_capacity\n');
    await orch('watchdog', '--max-ticks', '1');
    expect((await pick('w4')).out).toMatch(/^D\t1\t/);
  });
});

describe('consistency-check', () => {
  it('names the first 20 of what is missing and counts all', async () => {
    for (let count = 10; count < 35; count += 1) await add(`T-${count}`);
    await orch('render');
    await orch('init', '--db', 'empty.db');
    const { code, out } = await orch('ops', 'consistency-check', '--db', 'empty.db');
    const [sum, ...lines] = out.trimEnd().split('\n');
    expect(code).toBe(4);
    expect(sum).toBe('consistency mismatch missing_in_db=25 missing_in_md=0 field_mismatch=0');
    expect(lines).toEqual(Array.from({ length: 20 }, (_, index) => `missing_in_db T-${10 + index}`));
  });
});

describe('every look at the queue', () => {
  it('is JSON when it is asked for', async () => {
    await add('A');
    await orch('render');
    const report = join(here.folder, 'report.txt');
    await writeFile(report, 'x');
    const looks = [
      ...['list', 'events', 'show --id A', 'metrics', 'config', 'intake plan --request x'],
      ...['ops status', 'ops workers', 'ops kpi', 'ops consistency-check', 'ops health'],
      ...['render', 'import', 'watchdog --max-ticks 1', 'pick --owner-session me', 'ops cancel --id A'],
      `enforce-guardrails --id A --current-tokens 1 --report ${report}`,
    ];
    for (const look of looks) {
      const { out } = await orch('--json', ...look.split(' '));
      expect(JSON.parse(out), look).toBeTypeOf('object');
    }
  });
});
