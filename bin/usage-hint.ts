/** Usage errors on one line that ends with where to look: the help of the very command whose line is off. */
import type { Command } from 'commander';

/** Tells every command below the program how to say that its line is off. Called once all of them are there. */
export function hintAtHelp(program: Command): void {
  const path = pathOf(program);
  program.configureOutput({
    outputError: (text, write) => write(`${onOneLine(text)} — see: ${path} --help\n`),
  });
  for (const command of program.commands) hintAtHelp(command);
}

/** `gate scenario run` */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function onOneLine(text: string): string {
  return text
    .trim()
    .replace(/^error: /, 'ERROR USAGE: ')
    .replaceAll(/\s*\n\s*/g, ' ');
}
