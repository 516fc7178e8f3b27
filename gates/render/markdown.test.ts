import { describe, expect, it } from 'vitest';
import { markdownCode, markdownText } from './markdown.js';

describe('Markdown', () => {
  it('keeps a table cell one cell', () => {
    expect(markdownText('a | b\nc')).toBe('a \\| b c');
  });

  it('lets no tag, link, emphasis or code begin', () => {
    expect(markdownText('<b>[x](y) *z* `c` _d_ &amp;')).toBe(
      '&lt;b&gt;\\[x\\](y) \\*z\\* \\`c\\` \\_d\\_ &amp;amp;',
    );
  });

  it('addresses nobody', () => {
    expect(markdownText('ask @octocat')).not.toMatch(/@\w/);
  });

  it('fences a command with more backticks than it holds', () => {
    expect([markdownCode('npm test'), markdownCode('echo ``x``'), markdownCode('`a`')]).toEqual([
      '`npm test`',
      '``` echo ``x`` ```',
      '`` `a` ``',
    ]);
  });
});
