import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { storeIntact } from './store-intact.js';

const dangling = 'row 3 of event refers to a task that does not exist';

function check(write: (history: HistoryBuilder) => void, integrity?: readonly string[]) {
  const history = new HistoryBuilder();
  write(history);
  return storeIntact.check(history.history(), integrity ? { ...finalRead(), integrity } : finalRead());
}

describe('store-intact', () => {
  it("accuses a store that finds fault with itself, in the store's own words", () => {
    expect(check((history) => history.enqueue('T-1'), [dangling])).toEqual({
      result: 'violated',
      because: `the store is damaged: ${dangling}`,
      witness: [1],
    });
  });

  it('says how much else there is', () => {
    expect(check((history) => history.enqueue('T-1'), [dangling, 'b', 'c'])).toMatchObject({
      because: `the store is damaged: ${dangling}, and 2 more`,
    });
  });

  it('counts the store, and every kill on it', () => {
    const killedTwice = (history: HistoryBuilder) => {
      history.fault('kill');
      history.fault('pause');
      history.fault('kill');
    };

    expect(check(killedTwice, [])).toEqual({ result: 'holds', exposure: 3 });
  });

  it('is unknown where nobody can look', () => {
    expect(check((history) => history.fault('kill'))).toEqual({
      result: 'unknown',
      because: "nothing to judge: nobody can ask this system's store about itself",
    });
  });
});
