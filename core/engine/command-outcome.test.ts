import { describe, expect, it } from 'vitest';
import { type CommandEnd, outcomeOf, PERMANENT_EXITS } from './command-outcome.js';

function ended(fields: Partial<CommandEnd>) {
  return outcomeOf({
    exit: { kind: 'code', code: 0 },
    lastError: '',
    interrupted: null,
    report: null,
    run: 2,
    permanentExits: PERMANENT_EXITS,
    outputPath: null,
    ...fields,
  });
}

const says = (status: string, next = '') => ({
  tokens: 1,
  text: `[REPORT A]\nStatus: ${status}\nNext: ${next}`,
});
const code = (number: number) => ({ kind: 'code', code: number }) as const;

describe('a command that exits with 0', () => {
  it.each([[null], [says('DONE')]])('is done with the report %j', (report) => {
    expect(ended({ report })).toEqual({ kind: 'done', notes: 'run 2 finished with exit code 0', report });
  });

  it('has failed for now when its report says so', () => {
    expect(ended({ report: says('FAILED', 'try later') })).toMatchObject({
      kind: 'failed',
      failure: { class: 'transient', error: 'the report says FAILED; next: try later' },
    });
  });

  it('is blocked when its report says so, with what a person has to do', () => {
    const nextAction = 'ask kim for the key';
    expect(ended({ report: says('BLOCKED', nextAction) })).toMatchObject({ kind: 'blocked', nextAction });
    expect(ended({ report: says('BLOCKED') })).toMatchObject({
      nextAction: 'find out from the report what is missing',
    });
  });
});

describe('a command that exits otherwise', () => {
  it.each([
    [1, 'transient'],
    [2, 'transient'],
    [64, 'permanent'],
    [65, 'permanent'],
    [75, 'transient'],
    [77, 'permanent'],
    [78, 'permanent'],
    [127, 'transient'],
  ])('with %d has failed, %s', (number, kind) => {
    expect(ended({ exit: code(number), lastError: '왜냐하면' })).toMatchObject({
      failure: { class: kind, error: `exit code ${number}: 왜냐하면` },
    });
  });

  it('has failed for good with the codes that were named, and with no others', () => {
    const permanentExits = new Set([3]);
    expect(ended({ exit: code(3), permanentExits })).toMatchObject({ failure: { class: 'permanent' } });
    expect(ended({ exit: code(65), permanentExits })).toMatchObject({ failure: { class: 'transient' } });
  });

  it('fails by its exit code whatever its report says', () => {
    expect(ended({ exit: code(1), report: says('DONE') })).toMatchObject({ kind: 'failed' });
  });

  it('names the file that keeps its output', () => {
    expect(ended({ exit: code(1), outputPath: 'logs/A/run-2.err' })).toMatchObject({
      failure: { error: 'exit code 1 (output: logs/A/run-2.err)' },
    });
  });
});

describe('a command that did not end by itself', () => {
  it('is handed back when its worker stopped, even with exit code 0', () => {
    const interrupted = { by: 'caller', because: 'worker stopped' } as const;
    expect(ended({ interrupted })).toEqual({ kind: 'stopped', because: 'worker stopped', report: null });
  });

  it('has failed for now at the run limit', () => {
    const interrupted = { by: 'run-limit', because: 'the run limit of 5 s is over' } as const;
    expect(ended({ interrupted, exit: { kind: 'signal', signal: 'SIGTERM' } })).toMatchObject({
      failure: { class: 'transient', error: 'the run limit of 5 s is over' },
    });
  });
});
