import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../scenario/scenario.js';
import { folded } from '../../terminal/fold.js';
import { scenarioListJson, scenarioListText } from './list.js';

const scenario: Scenario = {
  id: 'S9-watchdog-against-completion',
  says: 'A completion that meets a sweep either counts or is refused; the task is never both done and put back.',
  needs: ['lease'],
  guards: [],
  standing: [],
  mustSee: ['paused'],
  control: 'settle-uses-newest-fence',
  plan: () => {
    throw new Error('a list needs no plan');
  },
};

describe('the list of scenarios', () => {
  it('has a row for each, with what it says and its planted bug', () => {
    expect(scenarioListText([scenario, scenario]).split('\n')).toEqual([
      'scenario                        says (the planted bug that must make it fail)',
      `${scenario.id}  ${scenario.says} (settle-uses-newest-fence)`,
      `${scenario.id}  ${scenario.says} (settle-uses-newest-fence)`,
    ]);
  });

  it('stays in two columns on a terminal of 80', () => {
    expect(folded(scenarioListText([scenario]), 80).split('\n')).toEqual([
      'scenario                        says (the planted bug that must make it fail)',
      'S9-watchdog-against-completion  A completion that meets a sweep either counts or',
      '                                is refused; the task is never both done and put',
      '                                back. (settle-uses-newest-fence)',
    ]);
  });

  it('is data with everything but the plan as JSON', () => {
    expect(scenarioListJson([scenario])).toEqual([
      {
        id: scenario.id,
        says: scenario.says,
        needs: ['lease'],
        guards: [],
        mustSee: ['paused'],
        control: 'settle-uses-newest-fence',
      },
    ]);
  });
});
