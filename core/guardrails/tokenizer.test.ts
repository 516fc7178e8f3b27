import { describe, expect, it } from 'vitest';
import { estimateTokens } from './compact-report.js';
import { countTokens } from './tokenizer.js';

describe('the tokenizer', () => {
  it.each([
    ['', 0],
    ['hello world', 2],
    ['안녕하세요', 2],
    ['<|endoftext|>', 7],
  ])('counts %j as its vocabulary does', async (text, tokens) => {
    expect(await countTokens(text)).toBe(tokens);
  });

  it('finds text dearer than its length lets guess', async () => {
    const dense = Array.from({ length: 500 }, (_, index) => (index * 2_654_435_761).toString(36)).join('');
    expect(await countTokens(dense)).toBeGreaterThan(2 * estimateTokens(dense));
  });

  it('counts no more of a text than a report may have', async () => {
    expect(await countTokens('a b '.repeat(5_000))).toBe(await countTokens('a b '.repeat(2_000)));
  });
});
