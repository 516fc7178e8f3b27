/** Test support: what every scenario says of itself, ready to be staged. */
import { singleHolder } from '../../checkers/safety/single-holder.js';
import type { ScenarioTerms } from '../terms.js';

export const EXAMPLE_TERMS: Omit<ScenarioTerms, 'simulated' | 'real'> = {
  id: 'S9-example',
  says: 'An example.',
  needs: ['lease'],
  guards: [singleHolder],
  mustSee: ['killed'],
  control: 'some-bug',
};
