import { expect, it } from 'vitest';
import { commitsOf } from './commits-of.js';

it('lets every other actor commit in groups, whichever incarnation it is', () => {
  expect(['w1/1', 'w2/1', 'w2/3', 'w3/2', 's10/1', 'probe/2'].map(commitsOf)).toEqual([
    'each',
    'grouped',
    'grouped',
    'each',
    'grouped',
    'each',
  ]);
});
