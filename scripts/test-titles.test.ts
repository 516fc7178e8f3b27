import { describe, expect, it } from 'vitest';
import { testTitles } from './test-titles.js';

describe('the titles of tests', () => {
  it('stand after those of the groups around them', () => {
    const source = `
      export function contract(open: Open): void {
        describe('outer', () => {
          it('one', async () => { expect(await open()).toBe(1); });
          describe.each(ROWS)('inner %s', (row) => it.concurrent.each([[row]])('two %d', () => {}));
        });
      }
      it(\`three "quoted"\`, () => {});`;
    expect(testTitles(source)).toEqual(['outer one', 'outer inner %s two %d', 'three "quoted"']);
  });

  it('are not those of other calls, nor of comments, texts and titles that are computed', () => {
    const source = `
      // it('a comment', () => {});
      const text = "it('a text', () => {})";
      git('init'); submit('T-1'); digit.it('x'); it(title, () => {}); it(\`a \${title}\`, () => {});
      it('real', () => {});`;
    expect(testTitles(source)).toEqual(['real']);
  });
});
