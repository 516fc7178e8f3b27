import { describe, expect, it } from 'vitest';
import type { FindingStatus } from '../verdict/criterion-finding.js';
import { junit } from './junit.js';
import { sampleNext } from './testing/sample-evidence.js';
import { sampleFailure, sampleVerdict, withReason } from './testing/sample-verdict.js';

const because = (text: string) => ({
  code: 'CODE',
  because: text,
  measured: '1 < 2',
  limit: '0',
  evidence: null,
  next: sampleNext('developers', 'npm test'),
});

/** The lines of the document that are about one criterion. */
function caseOf(xml: string, id: string): string {
  return xml.split('\n').find((line) => line.includes(`name="${id} `)) ?? '';
}

describe('JUnit', () => {
  it('has one test case a criterion and counts that add up', () => {
    const xml = junit(sampleFailure());
    expect(xml.match(/<testcase /g)).toHaveLength(12);
    expect(xml).toContain('tests="12" failures="2" errors="0" skipped="3"');
  });

  it.each([
    ['FAIL', '<failure '],
    ['MISSING', '<error '],
    ['INVALID', '<error '],
    ['INCONCLUSIVE', '<error '],
    ['WAIVED', '<skipped '],
  ] as const)('says %s as %s', (status: FindingStatus, element) => {
    const xml = junit(withReason(sampleVerdict(), 'RC-P1', [status, because('It broke.')]));
    expect(caseOf(xml, 'RC-P1')).toContain(element);
    expect(caseOf(xml, 'RC-P1')).toContain(`message="${status}: It broke."`);
  });

  it('passes what passes without a child', () => {
    expect(caseOf(junit(sampleVerdict()), 'RC-P1')).toMatch(/\/>$/);
  });

  it('says that a criterion was not asked for', () => {
    expect(caseOf(junit(sampleVerdict()), 'RC-P3')).toContain(
      '<skipped message="profile quick does not ask for it"/>',
    );
  });

  it('turns no build red for an advisory criterion, and says its status', () => {
    const xml = junit(withReason(sampleVerdict(), 'RC-A1', ['FAIL', because('Top-heavy.')]));
    expect(xml).toContain('failures="0" errors="0"');
    expect(caseOf(xml, 'RC-A1')).toContain('advisory, blocks nothing: FAIL: Top-heavy.');
  });

  it('names measured, limit, evidence and the next command', () => {
    const line = caseOf(junit(sampleFailure()), 'RC-P5');
    for (const part of [
      'measured: 2 accepted',
      'limit: at most 1',
      'history.jsonl#line 118',
      'next: developers: npx',
    ]) {
      expect(line).toContain(part);
    }
  });

  it('escapes markup and drops what XML cannot carry', () => {
    const xml = junit(
      withReason(sampleVerdict(), 'RC-P1', ['FAIL', because('<a href="x">&\u0000\u001b\ud800\uffff\n')]),
    );
    expect(caseOf(xml, 'RC-P1')).toContain('FAIL: &lt;a href=&quot;x&quot;&gt;&amp;&#10;"');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to miss.
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  });
});
