import { describe, expect, it } from 'vitest';
import { nearestNames } from './nearest.js';

const NAMES = ['RC-P1', 'RC-P5', 'RC-F1', 'RC-F5', 'RC-A1'];

describe('the nearest names', () => {
  it.each([
    ['RC-P6', ['RC-P1', 'RC-P5']],
    ['rc-f5', ['RC-F5', 'RC-P5']],
    ['RCF1', ['RC-F1', 'RC-P1']],
    ['F', ['RC-F1', 'RC-F5']],
    ['', ['RC-P1', 'RC-P5']],
  ])('to %j are told nearest first, in the order of the policy', (text, nearest) => {
    expect(nearestNames(text, NAMES, 2)).toEqual(nearest);
  });

  it('are all there are, when there are few', () => {
    expect(nearestNames('x', ['RC-P1'], 3)).toEqual(['RC-P1']);
  });
});
