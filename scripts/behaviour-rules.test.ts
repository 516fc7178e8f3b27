import { describe, expect, it } from 'vitest';
import { problemsOf, rulesOf } from './behaviour-rules.js';

const page = (...lines: string[]) => lines.join('\n');
const titlesIn = (file: string) => (file === 'a.test.ts' ? ['a b; c', 'd'] : null);
const problems = (...lines: string[]) => problemsOf(rulesOf(page(...lines)), titlesIn);
const held = '*Held by* `a.test.ts` > "d"';

describe('the rules of a page', () => {
  it('are read with their tests, be the list wrapped or behind a table', () => {
    const rules = rulesOf(
      page(
        '## 1 Data',
        '**B-1.1** One.\\',
        '*Held by* `a.test.ts` > "a b;',
        'c", "d"; `b.test.ts` > "e"',
        '',
        '**B-1.2** Two:',
        '',
        '| a table |',
        '',
        held,
      ),
    );
    const ofA = (title: string) => ({ file: 'a.test.ts', title });
    expect(rules).toEqual([
      { id: 'B-1.1', section: '1', heldBy: [ofA('a b; c'), ofA('d'), { file: 'b.test.ts', title: 'e' }] },
      { id: 'B-1.2', section: '1', heldBy: [ofA('d')] },
    ]);
  });

  it('have nothing wrong with them when each names tests that exist, in order', () => {
    expect(
      problems('## 1 A', '**B-1.1** x', held, '', '**B-1.3** x', held, '', '## 2 B', '**B-2.1** x', held),
    ).toEqual([]);
  });

  it.each([
    ['no test', ['## 1 A', '**B-1.1** x'], 'B-1.1 names no test'],
    ['a test that does not exist', ['## 1 A', '**B-1.1** x', '*Held by* `a.test.ts` > "D"'], 'no test of'],
    ['a file that does not exist', ['## 1 A', '**B-1.1** x', '*Held by* `b.test.ts` > "d"'], 'is no file'],
    ['a number twice', ['## 1 A', '**B-1.1** x', held, '', '**B-1.1** x', held], 'B-1.1 stands after B-1.1'],
    ['numbers that fall', ['## 1 A', '**B-1.10** x', held, '', '**B-1.9** x', held], 'stands after B-1.10'],
    ['the number of another section', ['## 2 A', '**B-1.1** x', held], 'B-1.1 stands in section 2'],
  ])('are wrong with %s', (_, lines, problem) => {
    expect(problems(...lines)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['belongs to no rule', ['## 1 A', held], 'a rule above the tests of line 2'],
    ['is a second one', ['**B-1.1** x', held, '', held], 'a rule above the tests of line 4'],
    [
      'has a line that Markdown shows as a quotation',
      ['**B-1.1** x', '*Held by* `a.test.ts`', '> "d"'],
      'of line 2',
    ],
    ['is not written as it should be', ['**B-1.1** x', '*Held by* a.test.ts > "d"'], 'tests of line 2'],
  ])('cannot be read when a list of tests %s', (_, lines, says) => {
    expect(() => rulesOf(page(...lines))).toThrow(says);
  });
});
