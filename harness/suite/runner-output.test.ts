import { describe, expect, it } from 'vitest';
import { suiteOf } from './run-suites.js';
import { collectedTests, testResults } from './runner-output.js';

const report = (file: object) => JSON.stringify({ testResults: [file] });

describe('what the runner found', () => {
  it('names files relative to the project', () => {
    const found = JSON.stringify({ name: 'a > b', file: '/home/p/core/a.test.ts' });

    expect(collectedTests(`${found}\n`, '/home/p')).toEqual([{ file: 'core/a.test.ts', name: 'a > b' }]);
  });
});

describe('the runner’s report', () => {
  it('keeps the status of each test and the first message of a failure', () => {
    const tests = [
      { ancestorTitles: ['a'], title: 'b', status: 'passed', duration: 1.6 },
      { ancestorTitles: [], title: 'c', status: 'failed', failureMessages: ['expected 1, got 2', 'more'] },
      { ancestorTitles: [], title: 'd', status: 'pending' },
    ];

    const read = testResults(
      report({ name: '/p/x.test.ts', status: 'failed', assertionResults: tests }),
      '/p',
    );

    expect(read.map(({ name, status, durationMs, message }) => [name, status, durationMs, message])).toEqual([
      ['a > b', 'passed', 2, null],
      ['c', 'failed', 0, 'expected 1, got 2'],
      ['d', 'skipped', 0, null],
    ]);
  });

  it('counts a pass that has messages of failures as retried', () => {
    const tests = [
      { ancestorTitles: [], title: 'late', status: 'passed', failureMessages: ['no', 'not yet'] },
      { ancestorTitles: [], title: 'at once', status: 'passed', failureMessages: [] },
      { ancestorTitles: [], title: 'never', status: 'failed', failureMessages: ['no', 'no'] },
    ];

    const read = testResults(
      report({ name: '/p/x.test.ts', status: 'failed', assertionResults: tests }),
      '/p',
    );

    expect(read.map(({ retries, message }) => [retries, message])).toEqual([
      [2, 'no'],
      [0, null],
      [0, 'no'],
    ]);
  });

  it('counts a file that broke before its first test as a failure', () => {
    const broken = {
      name: '/p/x.test.ts',
      status: 'failed',
      message: 'no such module',
      assertionResults: [],
    };

    expect(testResults(report(broken), '/p')).toEqual([
      {
        file: 'x.test.ts',
        name: 'the file itself',
        status: 'failed',
        durationMs: 0,
        retries: 0,
        message: 'no such module',
      },
    ]);
  });
});

describe('the layer of a test file', () => {
  it.each([
    ['core/a.test.ts', 'unit'],
    ['core/a.int.test.ts', 'integration'],
    ['core/a.cli.test.ts', 'functional'],
    ['scenarios/a.e2e.test.ts', 'e2e'],
    ['soak/a.soak.test.ts', 'soak'],
  ])('%s is %s', (file, suite) => {
    expect(suiteOf(file)).toBe(suite);
  });
});
