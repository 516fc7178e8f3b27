import { describe, expect, it } from 'vitest';
import { criteriaIn, keywordsOf, uncovered } from './criteria.js';
import { blockMarkers, failureMarkers } from './markers.js';
import { review } from './review.js';

const FRESH = { retries: 0, maxRetries: 3 };
const SPENT = { retries: 3, maxRetries: 3 };

describe('criteria', () => {
  it('stand one a line or between semicolons and bullets, without dashes', () => {
    expect(criteriaIn('- login works\n  – logs kept;• docs written;\n\n-')).toEqual([
      'login works',
      'logs kept',
      'docs written',
    ]);
  });

  it.each([
    ['Verify that the login/logout flow works', ['login/logout', 'flow', 'works']],
    ['check a b c', []],
    ['one1 two2 three four five6 six66 seven', ['one1', 'two2', 'three', 'four', 'five6', 'six66']],
    ['로그인을 확인한다', ['로그인']],
    ['API 문서가 갱신된다', ['문서', '갱신']],
  ])('of %j are told by %j', (criterion, keywords) => {
    expect(keywordsOf(criterion)).toEqual(keywords);
  });

  it.each([
    ['word for word, whatever the spacing and case', 'It is OK', 'and  it IS\nok now', true],
    ['by all keywords, next to punctuation', 'login returns token', '(login) returns: "token".', true],
    ['not by some of the keywords', 'login returns token', 'the login was changed', false],
    [
      'word for word with signs in it',
      'exit-code (a) 0 / [ok]*',
      'we saw: exit-code (a) 0 / [ok]* twice',
      true,
    ],
    ['not by a part of a word', 'port closed', 'report closed', false],
    ['in Korean, with other particles', '로그인 화면이 표시된다', '화면을 표시했고 로그인은 그대로다', true],
    ['not by another Korean word', '로그아웃 버튼', '로그인 버튼을 추가', false],
    ['not by keywords it has none of', 'a b', 'b a', false],
  ])('are covered %s', (...[, criterion, report, covered]) => {
    expect(uncovered([criterion], report)).toEqual(covered ? [] : [criterion]);
  });
});

describe('a marker', () => {
  it.each([
    ['3 tests failed', ['failed']],
    ['two errors, one exception', ['error', 'exception']],
    ['it did fail', ['fail']],
    ['the work is not done', ['not done']],
    ['TODO: docs; tests missing', ['todo', 'missing']],
    ['0 passed, 3 failed', ['failed']],
    ['failed: 10', ['failed']],
    ['error 0x80', ['error']],
    ['no tests were run and one failed', ['failed']],
    ['finished without fixing errors', ['error']],
    ['no more than 3 failed', ['failed']],
    ['로그인 실패', ['실패']],
    ['오류 2건', ['오류']],
  ])('is in force in %j', (report, markers) => {
    expect(failureMarkers(report)).toEqual(markers);
  });

  it.each([
    '0 failed',
    'no errors',
    'No test failed',
    'without exceptions',
    'errors: 0, failed=0',
    'Missing: None',
    'nothing is missing',
    'an error-free run',
    'a failover, a failsafe',
    'zero errors.',
    'it never failed',
    '실패 0건',
    '오류 없음',
    '오류가 없다',
    '누락되지 않음',
  ])('has no force in %j', (report) => {
    expect(failureMarkers(report)).toEqual([]);
  });

  it('is found at the end of a very long line of denials', () => {
    expect(failureMarkers(`${'no errors, '.repeat(50_000)}1 error`)).toEqual(['error']);
  });

  it.each([
    ['blocked by the owner', ['blocked']],
    ['We cannot proceed: escalation needed', ['cannot proceed', 'escalation']],
    ['권한이 없어 진행 불가', ['진행 불가']],
    ['not blocked', []],
    ['Blockers: none', []],
    ['unblocked now', []],
  ])('of a block is in force in %j as %j', (report, markers) => {
    expect(blockMarkers(report)).toEqual(markers);
  });
});

describe('review', () => {
  const criteria = 'login works; docs written';

  it('passes what covers every criterion and says of no failure', () => {
    expect(review({ criteria, report: 'login works. docs written. 0 failed' }, SPENT)).toEqual({
      verdict: 'PASS',
      reasons: ['all_success_criteria_covered'],
      missing: [],
    });
  });

  it('sends back what misses a criterion or tells of a failure', () => {
    expect(review({ criteria, report: 'login works, 1 error' }, FRESH)).toEqual({
      verdict: 'RETRY',
      reasons: ['missing_checks:1', 'failure_markers:error'],
      missing: ['docs written'],
    });
  });

  it('blocks at once on a block marker, whatever is covered', () => {
    expect(review({ criteria, report: 'login works, docs written, blocked by legal' }, FRESH)).toMatchObject({
      verdict: 'BLOCK',
      reasons: ['explicit_block_marker:blocked'],
    });
  });

  it('blocks instead of sending back when no retry is left', () => {
    expect(review({ criteria, report: 'login works' }, SPENT)).toMatchObject({
      verdict: 'BLOCK',
      reasons: ['missing_checks:1', 'retry_limit_reached:3/3'],
    });
  });

  it('never passes without criteria, nor an empty report', () => {
    expect(review({ criteria: ' -;\n', report: 'all good' }, FRESH)).toMatchObject({
      verdict: 'RETRY',
      reasons: ['no_criteria'],
    });
    expect(review({ criteria, report: ' \n' }, FRESH)).toMatchObject({
      verdict: 'RETRY',
      reasons: ['empty_report', 'missing_checks:2'],
    });
  });
});
