#!/usr/bin/env node
/** Kills processes that work on a store, a thousand times or as often as asked, and says whether the store held. */
import { Command, CommanderError } from 'commander';
import { SETTINGS, torture } from '../harness/adapters/orch/torture/torture.js';
import { positiveWhole, wholeNumber } from '../harness/terminal/options.js';
import { hintAtHelp } from './usage-hint.js';

interface Options {
  readonly kills: number;
  readonly seed?: number;
  readonly control?: true;
}

async function run({ kills, seed = Date.now(), control }: Options): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

  process.stdout.write(`torture: ${kills} kills, seed ${seed}\n`);
  let told = 0;
  const outcome = await torture({
    kills,
    seed,
    settings: SETTINGS,
    victims: control ? 'control' : 'honest',
    stop: stopping.signal,
    onRound(soFar) {
      if (soFar.kills - told < 100) return;
      told = soFar.kills;
      process.stdout.write(`${soFar.kills} killed, ${soFar.acknowledged} acknowledged changes all there\n`);
    },
  });
  const { findings, ...figures } = outcome;
  const spent =
    `${figures.kills} kills, ${figures.killsInCall} of them during a call, in ${figures.lives} stores; ` +
    `${figures.acknowledged} acknowledged changes`;
  for (const finding of findings) process.stderr.write(`${finding}\n`);
  const held = findings.length === 0 && figures.kills >= kills;
  const verdict = held ? 'HELD' : findings.length > 0 ? 'NOT HELD' : 'STOPPED EARLY';
  process.stdout.write(`${verdict}: ${spent}${held ? ', nothing lost, doubled or half-written' : ''}\n`);
  process.exitCode = held ? 0 : 1;
}

const program = new Command('npm run torture --')
  .description('kill processes at work on a store, and look whether it held')
  .option('--kills <number>', 'how many, at least', positiveWhole, 1000)
  .option('--seed <number>', 'draws the same work and instants again', wholeNumber)
  .option('--control', 'plant a bug that must be found')
  .addHelpText('after', '\nExit codes: 0 it held, 1 it did not or was stopped early, 64 usage.')
  .exitOverride()
  .action(run);
hintAtHelp(program);
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 64;
}
