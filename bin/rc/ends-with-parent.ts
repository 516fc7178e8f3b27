/** A producer of evidence must not go on writing after the command that asked for it is gone. */

/** Set for a child whose standard input stays open as long as its parent lives. */
export const ENDS_WITH_PARENT = 'GATE_ENDS_WITH_PARENT';

/** Asks this process to end, in good order, when its standard input closes; for a child that was started so. */
export function endWithParent(): void {
  if (process.env[ENDS_WITH_PARENT] === undefined) return;
  delete process.env[ENDS_WITH_PARENT];
  const { stdin } = process;
  stdin.once('close', () => process.kill(process.pid, 'SIGTERM'));
  stdin.once('end', () => process.kill(process.pid, 'SIGTERM'));
  stdin.resume();
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
}
