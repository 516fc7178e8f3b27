/** Whether a run can be compared at all: it was made of the plan beside it, and by the system that would play it. */
import { isDeepStrictEqual } from 'node:util';
import { planDigest } from '../../../gates/record/run-digests.js';
import type { Artefact } from '../../run/artefact.js';
import type { SystemUnderTest } from '../../sut.js';

/** What of its header is not of the plan beside it, a sentence each. */
export function ofAnotherPlan({ plan, history: { header } }: Artefact): readonly string[] {
  const found = (['scenario', 'seed', 'backend', 'knobs'] as const).flatMap((field) =>
    isDeepStrictEqual(plan[field], header[field])
      ? []
      : [
          `${field}: ${JSON.stringify(plan[field])} in plan.json, ${JSON.stringify(header[field])} in the history`,
        ],
  );
  if (found.length > 0 || header.planDigest === undefined) return found;
  const digest = planDigest(plan);
  if (digest === header.planDigest) return [];
  return [`SHA-256 of the plan: ${digest} of plan.json, ${header.planDigest} in the history`];
}

/** What of its system is not of the one there is. */
export function ofAnotherBuild(
  { history: { header } }: Artefact,
  { name, version, capabilities }: Pick<SystemUnderTest, 'name' | 'version' | 'capabilities'>,
): readonly string[] {
  const here = { name, version, capabilities: [...capabilities] };
  return (['name', 'version', 'capabilities'] as const).flatMap((field) =>
    isDeepStrictEqual(here[field], header.sut[field])
      ? []
      : [
          `${field}: ${JSON.stringify(header.sut[field])} in the history, ${JSON.stringify(here[field])} here`,
        ],
  );
}

/** Whether other programs made it, in a sentence; nothing where that cannot be told. */
export function ofOtherPrograms(
  { verdict }: Artefact,
  { build: here }: Pick<SystemUnderTest, 'build'>,
): readonly string[] {
  const made = verdict?.build;
  if (made === undefined || here === undefined || made === here) return [];
  return [`SHA-256 of the programs: ${made} made it, ${here} here`];
}
