import { describe, expect, it } from 'vitest';
import { withControls } from './controls.js';

const bugs = [{ name: 'key-ignored' }, { name: 'event-dropped' }];

describe('scenarios brought together with planted bugs', () => {
  it('are as they were when each has its own', () => {
    const scenarios = [{ id: 'S1-one', control: 'event-dropped' }];

    expect(withControls(scenarios, bugs)).toBe(scenarios);
  });

  it('are refused when one has a control that is no planted bug', () => {
    expect(() => withControls([{ id: 'S1-one', control: 'no-such-bug' }], bugs)).toThrow(
      "S1-one: control: expected one of key-ignored, event-dropped, found 'no-such-bug'",
    );
  });
});
