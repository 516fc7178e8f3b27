import { describe, expect, it } from 'vitest';
import type { RunVerdict } from '../../run/artefact.js';
import { columns } from '../../terminal/columns.js';
import { EXIT_CODES } from '../exit-code.js';
import { outcomeText } from './outcome-text.js';

const history = { header: { startedAt: 0 }, ops: [], trailer: null } as never;

const verdict = (over: Partial<RunVerdict>): RunVerdict => ({
  scenario: 'S2-stuck-in-progress',
  says: 'A dead worker keeps no task.',
  seed: 7,
  mode: 'simulated',
  control: null,
  replay: 'npx gate scenario replay runs/a',
  outcome: 'holds',
  checks: [{ invariant: 'INV-01', name: 'single-holder', result: { result: 'holds', exposure: 12 } }],
  marks: { killed: 3, paused: 0 } as never,
  missingMarks: [],
  problems: [],
  ...over,
});

describe('the text of an outcome', () => {
  it('ends with the outcome, where the run is, and how to replay it', () => {
    const text = outcomeText(verdict({}), { history, files: 'runs/a' });

    expect(text.split('\n').slice(-2)).toEqual(['holds  runs/a', 'replay: npx gate scenario replay runs/a']);
  });

  it('names what a failed run kept', () => {
    const kept = ['kept/queue.db', 'kept/stderr-w1-1.txt'];

    const text = outcomeText(verdict({ outcome: 'violated' }), { history, files: 'runs/a', kept });

    expect(text).toContain('\nkept: runs/a/kept/queue.db, runs/a/kept/stderr-w1-1.txt\nreplay: ');
  });

  it('shows every invariant with its exposure and only the marks that were seen', () => {
    const text = outcomeText(verdict({}), { history, files: 'runs/a' });

    expect(text).toContain('INV-01  single-holder  holds  exposure 12');
    expect(text).toContain('seen: killed 3\n');
  });

  it('names what must be seen and was not', () => {
    const missing = verdict({
      outcome: 'unexercised',
      missingMarks: ['paused'],
      problems: ['no fault was injected'],
    });

    const text = outcomeText(missing, { history, files: 'runs/a' });

    expect(text).toContain('not seen, but must be: paused');
    expect(text).toContain('- no fault was injected');
  });

  it('names the control and why an invariant is violated', () => {
    const result = { result: 'violated', because: 'two held T-1', witness: [] } as const;
    const violated = verdict({
      outcome: 'violated',
      control: 'claim-shares-a-lease',
      checks: [{ invariant: 'INV-01', name: 'single-holder', result }],
    });

    const text = outcomeText(violated, { history, files: 'runs/a' });

    expect(text).toContain('seed 7  simulated  control claim-shares-a-lease');
    expect(text).toContain('INV-01 single-holder is violated: two held T-1');
    expect(text).toContain('\npicture: runs/a/timeline.html\nreplay: ');
  });
});

describe('exit codes', () => {
  it('never let anything but holds end with 0', () => {
    const clean = Object.entries(EXIT_CODES).filter(([, code]) => code === 0);

    expect(clean).toEqual([['holds', 0]]);
  });
});

describe('columns', () => {
  it('are aligned, and leave no blanks at the end of a line', () => {
    expect(
      columns([
        ['a', 'bb', 'c'],
        ['long', 'b', ''],
      ]),
    ).toBe('a     bb  c\nlong  b');
  });
});
