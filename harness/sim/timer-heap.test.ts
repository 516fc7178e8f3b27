import { describe, expect, it } from 'vitest';
import { randomFrom } from './random.js';
import { type Timer, TimerHeap } from './timer-heap.js';

const timer = (due: number, key = 0, order = 0): Timer => ({
  due,
  key,
  order,
  cancelled: false,
  fire: () => undefined,
});

function popAll(heap: TimerHeap): Timer[] {
  const popped: Timer[] = [];
  for (let next = heap.pop(); next !== null; next = heap.pop()) popped.push(next);
  return popped;
}

describe('a heap of timers', () => {
  it('gives a thousand timers back in order of their instants', () => {
    const random = randomFrom(5);
    const heap = new TimerHeap();
    const dues = Array.from({ length: 1000 }, () => random.integer(300));
    for (const due of dues) heap.push(timer(due));

    expect(popAll(heap).map(({ due }) => due)).toEqual(dues.toSorted((a, b) => a - b));
  });

  it('breaks ties by key, then by the order of setting', () => {
    const heap = new TimerHeap();
    for (const each of [timer(1, 0.5, 3), timer(1, 0.5, 1), timer(1, 0.2, 2)]) heap.push(each);

    expect(popAll(heap).map(({ order }) => order)).toEqual([2, 1, 3]);
  });

  it('passes over a cancelled timer', () => {
    const heap = new TimerHeap();
    const cancelled = timer(1);
    heap.push(cancelled);
    heap.push(timer(2));
    cancelled.cancelled = true;

    expect(popAll(heap).map(({ due }) => due)).toEqual([2]);
  });

  it('answers null when it is empty', () => {
    expect(new TimerHeap().pop()).toBeNull();
  });
});
