/**
 * Options written with their values as one word. The program's own options are looked for before the command's are
 * known, so a text that looks like one of them would be taken for it: notes of `--db=x` would choose another store.
 */
import type { Command, Option } from 'commander';

/** `argv` with `--flag value` as `--flag=value`, wherever the command named by then takes a value. */
export function withJoinedValues(program: Command, argv: readonly string[]): readonly string[] {
  const words: string[] = [];
  let command = program;
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] as string;
    if (word === '--') return [...words, ...argv.slice(at)];
    const flag = optionOf(command, word)?.long;
    const value = argv[at + 1];
    if (flag && value !== undefined) {
      words.push(`${flag}=${value}`);
      at += 1;
    } else {
      command = command.commands.find((below) => below.name() === word) ?? command;
      words.push(word);
    }
  }
  return words;
}

/** The option that takes its value from the next word, of the command or of those above it. */
function optionOf(command: Command, word: string): Option | undefined {
  const own = command.options.find(({ long, short }) => long === word || short === word);
  if (own !== undefined) return own.required && !own.variadic ? own : undefined;
  return command.parent === null ? undefined : optionOf(command.parent, word);
}
