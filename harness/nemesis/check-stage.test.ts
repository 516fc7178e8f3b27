import { describe, expect, it } from 'vitest';
import type { Anchor, Harm, PlannedFault } from '../scenario/plan.js';
import type { Capability } from '../sut.js';
import { checkStage } from './check-stage.js';

const before = { op: 'claim', nth: 1, phase: 'pre' } as const;
const fault = (harm: Harm, changes: { readonly anchor?: Anchor } = {}): PlannedFault => ({
  ...harm,
  ...{ id: 'f1', target: 'any', anchor: before, forMs: 1 },
  ...changes,
});
const system = (...capabilities: Capability[]) => ({ name: 'echo', capabilities: new Set(capabilities) });
const plan = (planned: PlannedFault) => ({ scenario: 'S0', faults: [planned] });

describe('a plan for a system that cannot stage faults of its store', () => {
  it.each([
    ['store-full', fault({ kind: 'store-full' })],
    ['slow-disk', fault({ kind: 'slow-disk', commitMs: 5 })],
    ['io-error', fault({ kind: 'io-error', statement: 1 })],
    [
      'kill in the midst of a call',
      fault({ kind: 'kill', statement: 1 }, { anchor: { ...before, phase: 'mid' } }),
    ],
  ])('is refused for a %s, and played by one that can', (what, planned) => {
    expect(() => checkStage(plan(planned), system('lease'))).toThrow(
      `plan of S0: fault f1 (${what}) needs a system with store-faults, and echo does not offer it`,
    );
    expect(() => checkStage(plan(planned), system('store-faults'))).not.toThrow();
  });

  it.each([fault({ kind: 'kill' }), fault({ kind: 'reply-lost' }), fault({ kind: 'pause' })])(
    'may have a $kind, which the harness stages itself',
    (planned) => {
      expect(() => checkStage(plan(planned), system())).not.toThrow();
    },
  );
});
