/** Every rule that reckons from one actor's instant to another's gives a system what its clocks may differ by. */
import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder, row } from '../history/by-hand/history-builder.js';
import type { Checker } from './checker.js';
import { drainsAfterHeal } from './liveness/drains-after-heal.js';
import { backoffKept } from './safety/backoff-kept.js';
import { hardBudgetBlocks } from './safety/hard-budget-blocks.js';
import { oneRunPerKey } from './safety/one-run-per-key.js';
import { singleHolder } from './safety/single-holder.js';

const EPS = 30;
const hard = { task: 'T-1', fence: 1, tokens: 9000 };

interface Rule {
  readonly says: string;
  readonly checker: Checker;
  /** What happens so many ms before it may. */
  readonly early: (history: HistoryBuilder, ms: number) => void;
}

const rules: readonly Rule[] = [
  {
    says: 'a claim before the lease of another is over',
    checker: singleHolder,
    early(history, ms) {
      history.claim('w1', 'T-1', 1);
      history.at(100 - ms).claim('w2', 'T-1', 2);
    },
  },
  {
    says: 'a sweep before the lease is over',
    checker: singleHolder,
    early(history, ms) {
      history.claim('w1', 'T-1', 1);
      history.at(100 - ms).sweep({ requeued: ['T-1'] });
    },
  },
  {
    says: 'a claim before the backoff is over',
    checker: backoffKept,
    early(history, ms) {
      history.claim('w1', 'T-1', 1);
      history.fail('w1', 'T-1', 1);
      history.at(50 - ms).claim('w2', 'T-1', 2);
    },
  },
  {
    says: 'a claim of a twin before the lease of the first is over',
    checker: oneRunPerKey,
    early(history, ms) {
      history.enqueue('T-1', { key: 'K' });
      history.enqueue('T-2', { key: 'K' });
      history.claim('w1', 'T-1', 1);
      history.at(100 - ms).claim('w2', 'T-2', 1);
    },
  },
  {
    says: 'a holder of a twin that asked before and was answered after the rival’s lease began to run',
    checker: oneRunPerKey,
    early(history, ms) {
      history.enqueue('T-1', { key: 'K' });
      history.enqueue('T-2', { key: 'K' });
      const rival = history.ask('w2');
      const holder = history.ask('w1');
      history.at(100 - ms).give(holder, 'T-1', 1);
      history.give(rival, 'T-2', 1);
    },
  },
  {
    says: 'a lost sweep that would have to come before the end of the lease',
    checker: hardBudgetBlocks,
    early(history, ms) {
      history.claim('w1', 'T-1', 1);
      history.lose(history.begin('d1', 'sweep', {}));
      history.at(100 - ms).report('w1', hard, 'BLOCK');
    },
  },
  {
    says: 'a queue that drains too late',
    checker: drainsAfterHeal,
    early(history, ms) {
      history.mark('heal');
      history.at(1000 + ms).mark('drained');
    },
  },
];

const resultOf = ({ checker, early }: Rule, eps: number, ms: number) => {
  const history = new HistoryBuilder().clocksDifferBy(eps);
  if (eps > 0) history.clockFault('fault-start', { id: 'f1', byMs: eps });
  early(history, ms);
  return checker.check(history.history(), finalRead([row('T-1')])).result;
};

describe.each(rules)('$says', (rule) => {
  it('is accused when all clocks agree', () => {
    expect(resultOf(rule, 0, 1)).toBe('violated');
  });

  it('is accused beyond what the clocks may differ by', () => {
    expect(resultOf(rule, EPS, EPS + 1)).toBe('violated');
  });

  it('is not accused within it', () => {
    expect(resultOf(rule, EPS, EPS)).not.toBe('violated');
  });
});
