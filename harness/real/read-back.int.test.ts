/** A system of one process is read back: what it says is kept, what it says wrongly is not overlooked. */
import { afterEach, describe, expect, it } from 'vitest';
import { readBack } from './read-back.js';
import { StdioActor } from './stdio-actor.js';
import { Supervisor } from './supervisor.js';
import { wallClock } from './wall-clock.js';

const supervisors: Supervisor[] = [];

afterEach(async () => {
  for (const supervisor of supervisors.splice(0)) await supervisor.end();
});

/** Reads back a process without tasks that answers `events` with what `page` says; `last` runs once it has. */
async function readBackOf({ page, last = '' }: { readonly page: string; readonly last?: string }) {
  const script = `
    const event = (seq) => ({ seq, task: 'T-1', type: 'added', at: 1, data: {} });
    const page = ${page};
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { id, op, args } = JSON.parse(line);
      const value = op === 'close' ? null : op === 'list' ? [] : page(args.after);
      process.stdout.write(JSON.stringify({ id, ok: true, value }) + '\\n');
      if (op === 'events' && value.length === 0) { ${last} }
      if (op === 'close') process.stdin.destroy();
    });
  `;
  const supervisor = new Supervisor();
  supervisors.push(supervisor);
  const clock = wallClock();
  const launch = { command: [process.execPath, '-e', script], env: {} } as const;
  const auditor = new StdioActor({ name: 'auditor', supervisor, clock, deadlineMs: 5_000, launch });
  const final = await readBack(auditor, { opened: [auditor], clock });
  return { final, pids: supervisor.pids };
}

const twoPages = '(after) => after >= 4 ? [] : [event(after + 1), event(after + 2)]';

describe('reading back', () => {
  it('gathers the events of every page and lets the reader end', async () => {
    const { final, pids } = await readBackOf({ page: twoPages });

    expect(final.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(pids).toEqual([]);
  });

  it.each([
    ['with the last page', `process.stdout.write('rubbish\\n');`],
    ['after the last page', `setImmediate(() => process.stdout.write('rubbish\\n'));`],
  ])('finds rubbish that comes %s', async (_when, last) => {
    await expect(readBackOf({ page: twoPages, last })).rejects.toThrow(
      'actor auditor: expected a line of JSON, found rubbish',
    );
  });

  it('ends at a page that ignores what was asked for', async () => {
    await expect(readBackOf({ page: '() => [event(1), event(2)]' })).rejects.toThrow(
      'expected events after 2 in ascending order of seq, found seq 1 after 2',
    );
  });
});
