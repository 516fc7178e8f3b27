import { describe, expect, it } from 'vitest';
import { day } from '../plan/profiles/day.js';
import { EXIT_CODES, type Findings, judgeObjectives, type SoakVerdict, soakVerdict } from './verdict.js';

const met = {
  id: 'any',
  sli: 'tasks.lost_count',
  op: '==',
  value: 0,
  measured: 0,
  samples: 1,
  met: true,
} as const;
const episode = { id: 'AB1', openedAt: 1, value: 0.5, closedAt: 2 } as const;
const good: Findings = { objectives: [met], episodes: [], exposures: [], problems: [], ended: 'by-itself' };
const arrivals = (actual: number) => ({
  what: 'arrivals' as const,
  planned: 100,
  actual,
  deviation: (100 - actual) / 100,
});

describe('the verdict of a soak', () => {
  it.each<[string, Partial<Findings>, SoakVerdict]>([
    ['everything is met', {}, 'healthy'],
    ['exactly a tenth of the arrivals is missing', { exposures: [arrivals(90)] }, 'healthy'],
    ['more than a tenth is missing', { exposures: [arrivals(89)] }, 'exposure-low'],
    ['an objective is missed', { objectives: [met, { ...met, met: false }] }, 'objective-missed'],
    ['there is no objective', { objectives: [] }, 'objective-missed'],
    ['an abort condition was met and is over', { episodes: [episode] }, 'abort-condition'],
    ['it was stopped from outside', { ended: 'by-signal' }, 'aborted'],
    [
      'it was stopped after an abort condition',
      { episodes: [episode], ended: 'by-signal' },
      'abort-condition',
    ],
    ['the history is broken', { problems: ['line 3 is missing'] }, 'history-invalid'],
    [
      'an objective is missed at low exposure',
      { objectives: [{ ...met, met: false }], exposures: [arrivals(10)] },
      'objective-missed',
    ],
  ])('when %s', (_when, change, verdict) => {
    expect(soakVerdict({ ...good, ...change })).toBe(verdict);
  });

  it('has the exit codes of the gate', () => {
    expect(EXIT_CODES).toEqual({
      healthy: 0,
      'objective-missed': 1,
      'abort-condition': 1,
      'history-invalid': 3,
      aborted: 4,
      'exposure-low': 4,
    });
  });

  it('meets no objective of a run that was not read back', () => {
    const judged = judgeObjectives(day.objectives, null);

    expect(judged).toHaveLength(day.objectives.length);
    expect(judged.every((objective) => !objective.met && objective.measured === null)).toBe(true);
  });
});
