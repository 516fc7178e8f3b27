/**
 * The judge's own copy of the state machine, as data. It repeats on purpose what the product knows:
 * a judge that borrowed the defendant's table could not notice that it changed.
 */
import { z } from 'zod';

const state = z.enum(['PENDING', 'IN_PROGRESS', 'DONE', 'FAILED', 'BLOCKED']);

export const stateMachineSchema = z.strictObject({
  /** From nothing into a state, by these event types. */
  births: z.array(z.strictObject({ to: z.array(state).min(1), by: z.array(z.string()).min(1) })).min(1),
  /** From a state into another, by these event types; what is not listed is illegal. */
  transitions: z
    .array(z.strictObject({ id: z.string(), from: state, to: state, by: z.array(z.string()).min(1) }))
    .min(1),
  /** Types that stand for a finished run of work: one of these is a completion. */
  completions: z.array(z.string()).min(1),
});
export type StateMachine = z.infer<typeof stateMachineSchema>;
