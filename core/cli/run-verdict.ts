/** What the guardrail made of the latest run of a task, said alike by every command that ends one. */
import { CodedError } from '../errors.js';
import type { Store } from '../store/store.js';
import type { Task } from '../task/task.js';
import { readEvents } from './event-log.js';

export interface RunVerdict {
  readonly tokens: number;
  /** Its last word on the run; null when it was not asked, or its word cannot be read now. */
  readonly guardrail: string | null;
}

/** Never throws a refusal: what has been settled stays settled. */
export async function runVerdict(
  { id, run, tokensUsed: tokens }: Task,
  store: Pick<Store, 'eventsAfter'>,
): Promise<RunVerdict> {
  if (tokens === 0) return { tokens, guardrail: null };
  try {
    const events = await readEvents(store, { taskId: id });
    const verdict = events.findLast((event) => event.type === 'guardrail' && event.run === run);
    return { tokens, guardrail: (verdict?.data['action'] as string | undefined) ?? null };
  } catch (error) {
    if (error instanceof CodedError) return { tokens, guardrail: null };
    throw error;
  }
}

/** What is said of it in a line for people: nothing, unless the worker must shorten. */
export function verdictTexts({ tokens, guardrail }: RunVerdict): readonly string[] {
  return guardrail === 'SUMMARIZE' ? [`guardrail: SUMMARIZE, ${tokens} tokens`] : [];
}
