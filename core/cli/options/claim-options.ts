/** The flags of a command that acts under a claim: whose it is, and the token that proves it. */
import type { Command } from 'commander';
import type { FencingToken, LeaseProof, TaskId, WorkerId } from '../../task/task.js';
import { holderArgument, idArgument, tokenArgument } from './arguments.js';

export interface ClaimOptions {
  readonly id: TaskId;
  readonly ownerSession: WorkerId;
  readonly token: FencingToken;
}

/** Adds `--id`, `--owner-session` and `--token`. */
export function withClaimOptions(command: Command): Command {
  return command
    .requiredOption('--id <id>', 'the task', idArgument)
    .requiredOption('--owner-session <name>', 'who picked it', holderArgument)
    .requiredOption('--token <n>', 'the token that pick printed', tokenArgument);
}

/** What the store asks a holder to show. */
export function proofOf(options: ClaimOptions): LeaseProof {
  return { taskId: options.id, holder: options.ownerSession, fence: options.token };
}
