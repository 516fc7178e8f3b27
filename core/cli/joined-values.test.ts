import { describe, expect, it } from 'vitest';
import { withJoinedValues } from './joined-values.js';
import { commandTree, parseCommandLine } from './program.js';

const tree = commandTree(
  () => () => undefined,
  () => undefined,
);
const joined = (...words: string[]) => withJoinedValues(tree, words);

describe('the words of a command line', () => {
  it.each(['--version', '-V', '--db=evil.db', '--json', '--help', 'list', ''])(
    'keep %j as the value of the option before it',
    (value) => {
      expect(joined('add', '--notes', value, '--if-absent')).toEqual([
        'add',
        `--notes=${value}`,
        '--if-absent',
      ]);
    },
  );

  it('know the options of the program, of a command below ops, and short ones', () => {
    expect(joined('ops', 'replan', '--notes', '-V', '--db', 'x')).toEqual([
      'ops',
      'replan',
      '--notes=-V',
      '--db=x',
    ]);
  });

  it('are left as they are where an option takes no value, has none, or nobody knows it', () => {
    const words = ['add', '--if-absent', '--jsn', 'x', '--id=A', '--notes'];

    expect(joined(...words)).toEqual(words);
  });
});

describe('a command line with a text that looks like an option of the program', () => {
  const claim = ['--id', 'A', '--owner-session', 'me', '--token', '1'];

  it.each(['--version', '-V', '--db=evil.db', '--json'])('is run with %j as the text', (notes) => {
    const parsed = parseCommandLine(['done', ...claim, '--notes', notes, '--tokens', '5']);

    expect(parsed).toMatchObject({ kind: 'run', command: 'done', globals: { notes, tokens: 5 } });
    expect(parsed).not.toHaveProperty('globals.db');
    expect(parsed).not.toHaveProperty('globals.json');
  });
});
