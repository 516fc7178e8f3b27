import { describe, expect, it } from 'vitest';
import { outOfOrder } from './event-page.js';

const page = (...seqs: readonly number[]) => seqs.map((seq) => ({ seq }));

describe('a page of events', () => {
  it.each([[page()], [page(4)], [page(4, 5, 9)]])(
    'is in order when it ascends from what was asked',
    (given) => {
      expect(outOfOrder(given, 3)).toBeNull();
    },
  );

  it.each([
    ['begins before what was asked', page(1, 4), 'seq 1 after 3'],
    ['begins with the last one asked for', page(3, 4), 'seq 3 after 3'],
    ['descends', page(5, 4), 'seq 4 after 5'],
    ['says one twice', page(4, 4), 'seq 4 after 4'],
  ])('is out of order when it %s', (_what, given, finding) => {
    expect(outOfOrder(given, 3)).toBe(finding);
  });
});
