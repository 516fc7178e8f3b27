import { describe, expect, it } from 'vitest';
import { hasQueueTable, parseQueue } from './parse.js';

const header =
  '| id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst | notes |';
const rule = '| --- | --- | --- | --- | --- | --- | --- | --- | --- |';
const row = (id: string, fields: { status?: string; priority?: string; due?: string; task?: string } = {}) =>
  `| ${id} | ${fields.status ?? 'PENDING'} | ${fields.priority ?? 'P1'} | ${fields.task ?? `do ${id}`} ` +
  `| it works | - | - | ${fields.due ?? '-'} | |`;
const parse = (...lines: string[]) => parseQueue(`${lines.join('\n')}\n`, 540);
const refusal = (...lines: string[]) => {
  try {
    parse(...lines);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected a refusal, got rows');
};

describe('a well-formed queue', () => {
  it('gives its rows in order and keeps the lines around the table', () => {
    const document = parse(
      '# 대기열',
      '',
      header,
      rule,
      row('A', { due: '2026-01-01 09:00' }),
      row('B'),
      '',
      'end',
    );
    expect(document.before).toEqual(['# 대기열', '']);
    expect(document.after).toEqual(['', 'end']);
    expect(document.rows).toEqual([
      {
        id: 'A',
        status: 'PENDING',
        priority: 'P1',
        task: 'do A',
        successCriteria: 'it works',
        dueAt: Date.parse('2026-01-01T00:00Z'),
        notes: '',
      },
      expect.objectContaining({ id: 'B', dueAt: null }),
    ]);
  });

  it('may be empty', () => {
    expect(parse(header, rule).rows).toEqual([]);
  });

  it('may have its header in other letters and spacing, and Windows line ends', () => {
    const text = [header.toUpperCase().replaceAll(' ', ''), rule.replaceAll('---', ':--:'), row('A')].join(
      '\r\n',
    );
    expect(parseQueue(text, 540).rows).toHaveLength(1);
  });

  it('may have text without rows on both sides', () => {
    expect(parse('a | b', '| x | y |', header, rule, row('A'), 'one | two').rows).toHaveLength(1);
  });
});

describe('a malformed queue is refused with the line', () => {
  it('when a row has too few or too many cells', () => {
    expect(refusal(header, rule, row('A'), '| B | PENDING | P1 |')).toBe('line 4: expected 9 cells, got 3');
    expect(refusal(header, rule, `${row('A')} more |`)).toBe('line 3: expected 9 cells, got 10');
    expect(refusal(header, rule, '| A | PENDING')).toContain('line 3: expected 9 cells, got a line without');
  });

  it('when a status or a priority is unknown', () => {
    expect(refusal(header, rule, row('A', { status: 'OPEN' }))).toBe(
      'line 3: expected status to be one of PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED, got "OPEN"',
    );
    expect(refusal(header, rule, row('A', { priority: 'P3' }))).toContain(
      'line 3: expected priority to be one of P0',
    );
  });

  it('when an id is malformed, a text is empty or a time is none', () => {
    expect(refusal(header, rule, row('a b'))).toContain('line 3: expected id');
    expect(refusal(header, rule, row('A', { task: '-' }))).toBe(
      'line 3: expected task to be not empty, got ""',
    );
    expect(refusal(header, rule, row('A', { due: 'tomorrow' }))).toBe(
      'line 3: expected due_at_kst to be YYYY-MM-DD HH:MM or -, got "tomorrow"',
    );
  });

  it('when an id stands twice', () => {
    expect(refusal(header, rule, row('A'), row('B'), row('A'))).toBe('line 5: id A is on line 3 already');
  });

  it('when a blank line splits the table', () => {
    expect(refusal(header, rule, row('A'), '', row('B'))).toBe(
      'line 4: a blank line inside the table, which goes on at line 5',
    );
  });

  it('when a second table follows', () => {
    expect(refusal(header, rule, row('A'), '', header, rule)).toBe(
      'line 5: a second table; one file holds one queue',
    );
  });

  it('when a row stands before or after the table, or is indented', () => {
    expect(refusal(row('A'), '', header, rule)).toBe('line 1: a row stands before the table');
    expect(refusal(header, rule, row('A'), 'text', row('B'))).toBe(
      "line 5: a row after the table's end at line 3",
    );
    expect(refusal(header, rule, row('A'), `  ${row('B')}`)).toBe(
      "line 4: a row after the table's end at line 3",
    );
    expect(refusal(header, rule, row('A').slice(1))).toContain('line 3: a row after');
  });

  it('when the header or the rule under it is not as it should be', () => {
    expect(refusal(header.replace('notes', 'remarks'), rule)).toContain('line 1: expected the header');
    expect(refusal(header, row('A'))).toContain('line 2: expected a separator row');
    expect(refusal(header)).toContain('line 2: expected a separator row');
    expect(refusal('no table')).toContain('expected a table with the header');
  });

  it('naming the first five problems and counting the rest', () => {
    const bad = Array.from({ length: 7 }, (_, index) => row(`A${index}`, { status: 'OPEN' }));
    const message = refusal(header, rule, ...bad);
    expect(message.match(/line \d+/g)).toEqual(['line 3', 'line 4', 'line 5', 'line 6', 'line 7']);
    expect(message).toMatch(/and 2 more$/);
  });
});

it('a text is known to hold a queue by its header alone', () => {
  expect(hasQueueTable(`x\n${header}\n`)).toBe(true);
  expect(hasQueueTable('| id | name |\n')).toBe(false);
});
