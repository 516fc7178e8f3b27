import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitWords } from './split-words.js';

describe('a command line', () => {
  it.each([
    ['node do.js', ['node', 'do.js']],
    ['  a \t b\nc  ', ['a', 'b', 'c']],
    [`sh -c 'echo "hi" $HOME; ls'`, ['sh', '-c', 'echo "hi" $HOME; ls']],
    [`echo "a \\"b\\" \\\\ \\n"`, ['echo', 'a "b" \\ \\n']],
    [`echo a' b'"c d"e`, ['echo', 'a bc de']],
    ['echo \'\' ""', ['echo', '', '']],
    ['echo a\\ b \\; \\$x', ['echo', 'a b', ';', '$x']],
    ['echo 한국어 "공백 있는"', ['echo', '한국어', '공백 있는']],
    ['echo $(rm) | cat > x && y', ['echo', '$(rm)', '|', 'cat', '>', 'x', '&&', 'y']],
  ])('%s is split as a person means it, and nothing is expanded', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it.each(["echo 'a", 'echo "a', 'echo "a\\"', 'echo a\\'])('%s is refused for its open quote', (text) => {
    expect(() => splitWords(text)).toThrowError(expect.objectContaining({ code: 'USAGE' }));
  });

  it.each(['', '   ', "''", '--flag first'])('%j is refused: it names no command', (text) => {
    expect(() => splitWords(text)).toThrow('expected a command');
  });

  it('gives back any words that were quoted', () => {
    const signs = fc.constantFrom("'", '"', '\\', ' ', '\n', '$', ';', '-', 'a', '가');
    const quoted = (word: string) => `'${word.replaceAll("'", `'"'"'`)}'`;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: signs })), (words) => {
        expect(splitWords(['run', ...words.map(quoted)].join(' '))).toEqual(['run', ...words]);
      }),
    );
  });
});
