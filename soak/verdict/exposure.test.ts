import { describe, expect, it } from 'vitest';
import { readLedger } from '../ledger/ledger.js';
import { soakPlan } from '../plan/plan.js';
import { smoke } from '../plan/profiles/smoke.js';
import { MadeHistory } from '../testing/made-history.js';
import { exposures } from './exposure.js';

const plan = soakPlan(smoke, 1);

describe('exposure', () => {
  it('counts what was planned, arrivals first, and nothing as seen without a ledger', () => {
    const found = exposures(plan, null);

    expect(found[0]).toEqual({ what: 'arrivals', planned: 141, actual: 0, deviation: 1 });
    expect(found.map(({ what }) => what)).toContain('store-lock');
    expect(found.every(({ planned, deviation }) => planned > 0 && deviation === 1)).toBe(true);
  });

  it('counts arrivals that were acknowledged and faults that were recorded', () => {
    const made = new MadeHistory().done(0, 1, 'only');
    made.ops.push({
      index: made.ops.length,
      at: 2,
      actor: 'nemesis',
      type: 'fault-start',
      fault: { id: 'p', kind: 'permanent-error', target: 'only' },
    });

    const found = exposures(plan, readLedger(made.history));

    expect(found[0]?.actual).toBe(1);
    expect(found.find(({ what }) => what === 'permanent-error')).toEqual({
      what: 'permanent-error',
      planned: 0,
      actual: 1,
      deviation: 1,
    });
  });
});
