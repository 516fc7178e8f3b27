/** `orch config`: every setting in force and where it came from. */
import type { Command } from 'commander';
import { type Action, answer, type Bind } from '../world.js';

export function addConfig(parent: Command, bind: Bind): void {
  parent.command('config').description('print the settings in force and their origins').action(bind(config));
}

const config: Action<object> = async (_options, { origins }) =>
  answer({ settings: origins }, ({ settings }) => {
    const width = Math.max(...settings.map(({ variable, value }) => variable.length + value.length));
    return settings
      .map(({ variable, value, origin }) => `${`${variable}=${value}`.padEnd(width + 3)}${origin}`)
      .join('\n');
  });
