/** `gate sut check`: whether a command line speaks the protocol, and what the system behind it offers. */
import { PROBE_KNOBS } from '../../adapters/stdio/probe-knobs.js';
import { splitCommand } from '../../adapters/stdio/split-command.js';
import type { Hello } from '../../protocol.js';
import { type ConformanceStep, checkConformance } from '../../real/conformance.js';
import { greet, setUp } from '../../real/courtesies.js';
import { startActor } from '../../real/process-system.js';
import { Supervisor } from '../../real/supervisor.js';
import { temporaryFolder } from '../../real/temporary-folder.js';
import { wallClock } from '../../real/wall-clock.js';
import { TOLD_CAPABILITIES } from '../../sut.js';
import { columns } from '../../terminal/columns.js';
import { oneLine } from '../../terminal/printable.js';

export interface SutReport {
  readonly hello: Hello;
  readonly steps: readonly ConformanceStep[];
}

/** Runs the conversation on a store of its own. @throws ProtocolError, RangeError for a command line that is off */
export async function checkSut(commandLine: string): Promise<SutReport> {
  const command = splitCommand(commandLine);
  const home = await temporaryFolder('gate-sut-');
  const supervisor = new Supervisor();
  try {
    const clock = wallClock();
    const terms = { home: home.path, seed: 1, clock, knobs: PROBE_KNOBS };
    const actor = startActor({ command }, { ...terms, name: 'conformance', supervisor });
    const hello = await greet(actor);
    await setUp(actor);
    const steps = await checkConformance(actor, { hello, clock });
    return { hello, steps };
  } finally {
    await supervisor.end();
    await home.remove();
  }
}

/** The report as text. */
export function sutReportText({ hello, steps }: SutReport): string {
  const offers = TOLD_CAPABILITIES.map((name) => `${hello.capabilities.includes(name) ? '+' : '-'}${name}`);
  const differing = steps.filter(({ result }) => result === 'differs').length;
  const rows = steps.map(({ op, asked, expected, found, result }) => {
    return [result, op, asked, found === expected ? found : `${found}, expected ${expected}`];
  });
  return [
    oneLine(`${hello.name} ${hello.version}`),
    `offers ${offers.join(' ')}`,
    '',
    columns([['result', 'operation', 'asked', 'answer'], ...rows]),
    '',
    differing === 0
      ? `${steps.length} answers checked: the system speaks the protocol, version 1`
      : `${differing} of ${steps.length} answers differ from the protocol; see docs/protocol.md`,
  ].join('\n');
}
