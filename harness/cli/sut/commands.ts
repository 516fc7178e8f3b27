/** `gate sut check`: the arguments, and who carries them out. */
import type { Command } from 'commander';
import { commandLine } from '../../terminal/options.js';
import { type Answer, answerFor, type JsonOption, tell } from '../answer.js';
import { checkSut, type SutReport, sutReportText } from './check.js';

/** The check itself is what failed: what is left is the command line, and something that works to compare it with. */
const NEXT =
  'see that the command runs by itself, and hold its lines to docs/protocol.md; ' +
  'the smallest adapter is harness/adapters/echo/echo.ts';

export function addSutCommands(program: Command): void {
  const check = program
    .command('sut')
    .description('systems under test')
    .command('check')
    .description('play one of each operation and compare every answer with the protocol')
    .requiredOption('--sut <command>', 'the command line of one actor', commandLine)
    .option('--json', 'as JSON');
  check.action(async (options: JsonOption & { readonly sut: string }) => {
    tell(await checkSut(options.sut).then(answerOf, (error) => answerFor(error, NEXT)), options);
  });
}

function answerOf(report: SutReport): Answer {
  const conforms = report.steps.every(({ result }) => result !== 'differs');
  return { text: sutReportText(report), json: report, exitCode: conforms ? 0 : 1 };
}
