import { describe, expect, it } from 'vitest';
import { nameOf } from './ops.js';

describe('the name of an actor', () => {
  it.each([
    ['w1/3', 'w1'],
    ['nemesis', 'nemesis'],
  ])('in %s is %s', (actor, name) => {
    expect(nameOf(actor)).toBe(name);
  });
});
