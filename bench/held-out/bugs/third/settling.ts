/** What a run is settled as. */
import type { HeldOutBug } from '../../bug.js';

const WORKER = 'core/engine/worker.ts';
const SETTLE = 'core/engine/settle.ts';

export const SETTLING: readonly HeldOutBug[] = [
  {
    name: 'thrown-is-done',
    breaks: 'INV-04',
    says: 'Work that ends with an error is done, with the error as its notes.',
    edits: [
      {
        file: WORKER,
        text: "{ kind: 'failed', failure: { error: textOf(error), class: 'transient' }, report: null }",
        becomes: "{ kind: 'done', notes: textOf(error), report: null }",
      },
    ],
  },
  {
    name: 'stopped-is-failed',
    breaks: 'INV-16',
    says: 'A task whose worker stops has failed: it is not handed back.',
    edits: [
      {
        file: WORKER,
        text: "if (halt.signal.aborted) return { kind: 'stopped', because: textOf(halt.signal.reason), report: null };",
        becomes: '',
      },
    ],
  },
  {
    name: 'handled-failure-is-for-good',
    breaks: 'INV-06',
    says: 'Every failure that a handler answers with is settled as permanent.',
    edits: [
      {
        file: 'core/engine/run-worker.ts',
        text: 'class: handled.class }',
        becomes: "class: 'permanent' }",
      },
    ],
  },
  {
    name: 'failure-is-never-for-good',
    breaks: 'INV-10',
    says: 'Every failure is settled as transient, and a permanent one is tried again.',
    edits: [
      {
        file: SETTLE,
        text: 'store.fail(proof, outcome.failure)',
        becomes: "store.fail(proof, { ...outcome.failure, class: 'transient' })",
      },
    ],
  },
  {
    name: 'done-without-its-report',
    breaks: 'INV-08',
    says: 'The report of a run that is done is not handed in, so that nobody judges it.',
    edits: [
      {
        file: SETTLE,
        text: '{ notes: outcome.notes, ...(report === null ? {} : { report }) }',
        becomes: '{ notes: outcome.notes }',
      },
    ],
  },
];
