import { describe, expect, it } from 'vitest';
import { builtProgram } from './built-program.js';

describe('a built program', () => {
  it('that was not built is named, with what builds it', () => {
    expect(() => builtProgram('nothing')).toThrow(
      'expected the built nothing in dist/bin, found none; build it with: npm run build',
    );
  });
});
