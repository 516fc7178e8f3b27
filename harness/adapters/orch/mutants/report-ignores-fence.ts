/** Breaks INV-02: reports are accepted whatever fence they carry, as long as somebody holds the task. */
import type { Mutant } from './mutation.js';
import { newest } from './newest.js';

export const reportIgnoresFence: Mutant = {
  name: 'report-ignores-fence',
  breaks: 'INV-02',
  says: 'A worker that lost its lease reports for the worker that holds the task.',
  wrap: (store) => ({
    ...store,
    report: async (proof, report) => store.report(await newest(store, proof), report),
  }),
};
