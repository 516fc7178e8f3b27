/** Breaks INV-10: an operator's command that the transition table forbids is answered as if it had been followed. */
import { hasCode, type OperatorCommand, type Task } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const operatorSkipsTable: Mutant = {
  name: 'operator-skips-table',
  breaks: 'INV-10',
  says: 'An operator command is accepted in a state the transition table has no step from.',
  wrap: (store) => ({
    ...store,
    async operate(command) {
      try {
        return await store.operate(command);
      } catch (error) {
        if (!hasCode(error, 'ILLEGAL_TRANSITION')) throw error;
        const task = await store.find(command.id);
        if (task === null) throw error;
        return pretended(task, command);
      }
    },
  }),
};

function pretended(task: Task, { kind }: OperatorCommand): Task {
  const { updatedAt } = task;
  if (kind === 'cancel') {
    return { ...task, status: 'BLOCKED', settledAt: updatedAt, blockedReason: 'operator_cancel' };
  }
  return { ...task, status: 'PENDING', availableAt: updatedAt };
}
