import { Command, InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { backendOption, commandLine, positive, positiveWhole, wholeNumber, withJobs } from './options.js';

describe('the words behind an option', () => {
  it('are read as what they name', () => {
    expect(wholeNumber('0')).toBe(0);
    expect(wholeNumber('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
    expect(positiveWhole('1')).toBe(1);
    expect(positive('0.25')).toBe(0.25);
    expect(commandLine("node 'a b.js'  --x")).toBe("node 'a b.js'  --x");
  });

  it.each(['-1', '1.5', '', ' ', '1e3', '0x10', '9007199254740992'])('are no whole number: "%s"', (text) => {
    const refusal = new InvalidArgumentError('expected a whole number of 0 or more');

    expect(() => wholeNumber(text)).toThrow(refusal);
  });

  it.each(['0', '-1', '1.5'])('are no whole number of 1 or more: "%s"', (text) => {
    expect(() => positiveWhole(text)).toThrow('expected a whole number of 1 or more');
  });

  it.each(['0', '-1', '', ' ', 'Infinity', 'x'])('are no number of more than 0: "%s"', (text) => {
    expect(() => positive(text)).toThrow('expected a number of more than 0');
  });

  it('are no command line when a quote is not closed', () => {
    expect(() => commandLine("node 'a")).toThrow(InvalidArgumentError);
  });
});

describe('an option that several commands take', () => {
  const parsed = (...words: string[]) =>
    withJobs(new Command().addOption(backendOption()))
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parse(words, { from: 'user' })
      .opts();

  it('has a default: as many jobs as there are cores, and the atomic backend', () => {
    expect(parsed()).toEqual({ backend: 'atomic', jobs: expect.any(Number) });
  });

  it('says which word of it was wrong, and what was expected', () => {
    expect(() => parsed('--jobs', '0')).toThrow(
      "error: option '--jobs <number>' argument '0' is invalid. expected a whole number of 1 or more",
    );
    expect(() => parsed('--backend', 'quantum')).toThrow(/Allowed choices are atomic, interleaved\./);
  });
});
