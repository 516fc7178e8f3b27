import { describe, expect, it } from 'vitest';
import { isTraceParent, traceParent } from './traceparent.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

describe('a trace parent', () => {
  it.each([
    ['of version 00', `00-${TRACE}-${PARENT}-01`],
    ['that is not sampled', `00-${TRACE}-${PARENT}-00`],
    ['of a later version', `01-${TRACE}-${PARENT}-01`],
    ['of a later version that says more', `cc-${TRACE}-${PARENT}-01-what-comes-later`],
  ])('%s is carried as it is', (_, text) => {
    expect(traceParent(text)).toBe(text);
  });

  it.each([
    ['is empty', ''],
    ['is in capitals', `00-${TRACE.toUpperCase()}-${PARENT}-01`],
    ['has no flags', `00-${TRACE}-${PARENT}`],
    ['has a trace of zeros', `00-${'0'.repeat(32)}-${PARENT}-01`],
    ['has a parent of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['is of the forbidden version', `ff-${TRACE}-${PARENT}-01`],
    ['goes on although its version may not', `00-${TRACE}-${PARENT}-01-more`],
    ['ends with a line break', `00-${TRACE}-${PARENT}-01\n`],
    ['hides a line break', `01-${TRACE}-${PARENT}-01-a\nb`],
    ['never ends', `01-${TRACE}-${PARENT}-01-${'a'.repeat(201)}`],
  ])('that %s is refused', (_, text) => {
    expect(isTraceParent(text)).toBe(false);
    expect(() => traceParent(text)).toThrow(/^expected a traceparent such as 00-/);
  });
});
