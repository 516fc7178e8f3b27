/**
 * Options that several commands take, and what reads the words behind an option. A parser refuses a word by saying what
 * was expected; the command line says of which option, and which word.
 */
import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { splitCommand } from '../adapters/stdio/split-command.js';
import { BACKENDS } from '../scenario/plan.js';

/** `--backend`: how runs are simulated. */
export function backendOption(): Option {
  const says = 'of simulation: a store method is one step, or each of its statements is (docs/search.md)';
  return new Option('--backend <backend>', says).choices(BACKENDS).default('atomic');
}

/** `--jobs`: how many runs are played at the same time, each in a process of its own. */
export function withJobs(command: Command): Command {
  return command.option(
    '--jobs <number>',
    'how many runs at the same time',
    positiveWhole,
    availableParallelism(),
  );
}

/** A whole number of 0 or more. @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  return wholeFrom(0, text);
}

/** A whole number of 1 or more. @throws InvalidArgumentError */
export function positiveWhole(text: string): number {
  return wholeFrom(1, text);
}

/** A number of more than 0. @throws InvalidArgumentError */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('expected a number of more than 0');
}

/** A command line that can be split into words. @throws InvalidArgumentError */
export function commandLine(text: string): string {
  try {
    splitCommand(text);
    return text;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
}

function wholeFrom(least: number, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new InvalidArgumentError(`expected a whole number of ${least} or more`);
}
