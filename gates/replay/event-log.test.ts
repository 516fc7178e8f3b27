import { describe, expect, it } from 'vitest';
import { charges, MACHINE, readScript } from '../testing/replayed.js';
import { RunScript, START } from '../testing/run-script.js';
import { replayFinal } from './integrity.js';

const script = () => new RunScript({ scenario: 'S1', mode: 'simulated' });

describe('the log of the system', () => {
  it.each<readonly [string, (told: RunScript) => RunScript, string]>([
    [
      'a step no rule allows',
      (told) => told.change('t', { type: 'done', to: 'DONE' }, {}),
      'ILLEGAL_TRANSITION INV-10',
    ],
    [
      'a legal step by the wrong event',
      (told) => told.change('t', { type: 'failed', to: 'IN_PROGRESS' }, {}),
      'ILLEGAL_TRANSITION INV-10',
    ],
    [
      'a step out of DONE',
      (told) => told.work('w1/1', 't').change('t', { type: 'retried', to: 'PENDING' }, {}),
      'ILLEGAL_TRANSITION INV-10',
    ],
    [
      'a step from a state it was not in',
      (told) => {
        told.event('t', { type: 'done', to: 'DONE' }, { from: 'IN_PROGRESS' });
        return told;
      },
      'DB_LOG_MISMATCH INV-09',
    ],
    [
      'a row that is elsewhere',
      (told) => {
        told.rows.set('t', { ...told.row('t'), status: 'BLOCKED' });
        return told;
      },
      'DB_LOG_MISMATCH INV-09',
    ],
    [
      'a row at another run',
      (told) => {
        told.rows.set('t', { ...told.row('t'), run: 7 });
        return told;
      },
      'DB_LOG_MISMATCH INV-09',
    ],
    [
      'events out of order',
      (told) => {
        told.events.push({ ...(told.events[0] as (typeof told.events)[number]), to: null });
        return told;
      },
      'DB_LOG_MISMATCH INV-09',
    ],
    [
      'a row without a birth',
      (told) => {
        told.events.length = 0;
        return told;
      },
      'DB_LOG_MISMATCH INV-09',
    ],
    [
      'a settlement by a run that is over',
      (told) => {
        told.claim('w1/1', 't');
        told.events.push({
          seq: 9,
          task: 't',
          type: 'done',
          at: START,
          run: 0,
          from: 'IN_PROGRESS',
          to: 'DONE',
          data: {},
        });
        return told;
      },
      'ILLEGAL_TRANSITION INV-02',
    ],
    [
      'a birth in a state that is none',
      (told) => {
        told.events[0] = { ...(told.events[0] as (typeof told.events)[number]), to: 'DONE' };
        return told;
      },
      'ILLEGAL_TRANSITION INV-10',
    ],
  ])('accuses: %s', (_what, spoil, expected) => {
    expect(charges(spoil(script().enqueue('t')))).toContain(expected);
  });

  it('accuses a second completion of one task', () => {
    const told = script().enqueue('t').work('w1/1', 't');
    told.events.push({
      seq: 9,
      task: 't',
      type: 'done',
      at: START,
      run: 1,
      from: 'DONE',
      to: 'DONE',
      data: {},
    });

    expect(charges(told)).toContain('DUPLICATE_COMPLETION INV-03');
  });

  it('accuses two rows of one key that both did the work', () => {
    const final = readScript(script().enqueue('a', { key: 'k' }).work('w1/1', 'a')).final;
    const [row] = final.tasks;
    const twin = { ...(row as (typeof final.tasks)[number]), task: 'b' };

    const { accusations } = replayFinal({ ...final, tasks: [...final.tasks, twin] }, MACHINE);

    expect(accusations.map(({ code }) => code)).toContain('DUPLICATE_COMPLETION');
  });

  it('passes on what the store itself reports', () => {
    const { final } = readScript(script().enqueue('t'));

    const { accusations } = replayFinal({ ...final, integrity: ['row 7 missing from index'] }, MACHINE);

    expect(accusations).toMatchObject([
      { code: 'DB_LOG_MISMATCH', because: expect.stringContaining('row 7') },
    ]);
  });
});
