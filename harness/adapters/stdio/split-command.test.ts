import { describe, expect, it } from 'vitest';
import { splitCommand } from './split-command.js';

describe('a command line', () => {
  it.each([
    ['python3 adapter.py', ['python3', 'adapter.py']],
    ['  node   "my adapter.js" ', ['node', 'my adapter.js']],
    [`sh -c 'echo "a b"'`, ['sh', '-c', 'echo "a b"']],
    [`node --name=''`, ['node', '--name=']],
    [`run ''`, ['run', '']],
    ['echo $HOME', ['echo', '$HOME']],
  ])('%s is split into words', (command, words) => {
    expect(splitCommand(command)).toEqual(words);
  });

  it('that is empty is refused', () => {
    expect(() => splitCommand('  ')).toThrow('expected a command line, found nothing');
  });

  it('with an open quote is refused', () => {
    expect(() => splitCommand('node "adapter.js')).toThrow('expected the quote " to be closed');
  });
});
