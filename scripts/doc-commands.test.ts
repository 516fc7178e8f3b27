import { describe, expect, it } from 'vitest';
import { shellBlocks } from './doc-commands.js';

const page = (...lines: string[]) => lines.join('\n');

describe('the command lines of a page', () => {
  it('are those of its sh fences, and of no others', () => {
    const text = page(
      '# Title',
      '```sh',
      'one',
      '',
      'two --flag',
      '```',
      '```json',
      '{}',
      '```',
      '~~~bash',
      'three',
      '~~~',
    );
    expect(shellBlocks(text)).toEqual([
      { line: 2, commands: ['one', 'two --flag'] },
      { line: 10, commands: ['three'] },
    ]);
  });

  it('lose the indent of a fence inside a list', () => {
    expect(shellBlocks(page('- so:', '  ```sh', '  one', '  ```'))).toEqual([{ line: 2, commands: ['one'] }]);
  });

  it('go on after a backslash at the end of a line', () => {
    expect(shellBlocks(page('```sh', 'one \\', '    --two', '```'))[0]?.commands).toEqual(['one --two']);
  });

  it('stay as they are written, but for lines that are only a comment', () => {
    const text = page('```sh', '# first', 'echo "# one" # said', '```');
    expect(shellBlocks(text)[0]?.commands).toEqual(['echo "# one" # said']);
  });

  it('cannot be read from a fence that is never closed', () => {
    expect(() => shellBlocks(page('', '```sh', 'one'))).toThrow('the fence of line 2');
  });
});
