/**
 * Any system that speaks the protocol on stdio, in any language, as a system under test: `--sut "python3 adapter.py"`.
 * It asks the command once who it is, because scenarios choose by name and capability before they boot anything.
 */
import type { Hello } from '../../protocol.js';
import { greet } from '../../real/courtesies.js';
import { bootProcesses, type ProcessSystem, startActor } from '../../real/process-system.js';
import { Supervisor } from '../../real/supervisor.js';
import { temporaryFolder } from '../../real/temporary-folder.js';
import { wallClock } from '../../real/wall-clock.js';
import type { SystemUnderTest } from '../../sut.js';
import { PROBE_KNOBS } from './probe-knobs.js';
import { splitCommand } from './split-command.js';

/** The system behind a command line. @throws ProtocolError when the command does not answer `hello` as it must. */
export async function stdioSystem(command: string): Promise<SystemUnderTest> {
  const system: ProcessSystem = { command: splitCommand(command) };
  const hello = await introduce(system);
  return {
    name: hello.name,
    version: hello.version,
    mode: 'real',
    capabilities: new Set(hello.capabilities),
    boot: (terms) => bootProcesses(system, terms),
  };
}

async function introduce(system: ProcessSystem): Promise<Hello> {
  const home = await temporaryFolder('gate-probe-');
  const supervisor = new Supervisor();
  try {
    const clock = wallClock();
    const terms = { home: home.path, seed: 0, clock, knobs: PROBE_KNOBS, name: 'probe', supervisor };
    return await greet(startActor(system, terms));
  } finally {
    await supervisor.end();
    await home.remove();
  }
}
