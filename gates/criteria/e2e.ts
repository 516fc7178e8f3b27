/** The end-to-end scenarios: enough of them passed, and each category that the policy names is among them. */
import type { Docket } from '../docket/docket.js';
import type { CheckOf } from '../policy/checks.js';
import type { E2eReading } from '../readings/e2e.js';
import type { CheckFinding, Reason } from '../verdict/criterion-finding.js';
import { type Found, finding, lookUp, reason } from './finding.js';

interface Usable {
  readonly found: Found;
  readonly e2e: E2eReading;
}

/** Evaluates RC-P2's check. Categories are counted only when all evidence is there: what is missing has not failed. */
export function e2eCategories(check: CheckOf<'e2e.categories'>, docket: Docket): CheckFinding {
  const found = check.scenarios.map((name) =>
    lookUp(docket, { kind: 'e2e-scenario', name, mode: 'wallclock' }),
  );
  const usable = found.flatMap((one): Usable[] => {
    const e2e = docket.e2e.get(one.id);
    return one.reasons.length > 0 || e2e === undefined ? [] : [{ found: one, e2e }];
  });
  const passed = usable.filter(({ e2e }) => flawOf(e2e) === null);
  return finding(check, {
    measured: `${passed.length} of ${check.scenarios.length} passed`,
    limit: `at least ${check.minTotal}; ${Object.entries(check.require)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
    evidence: usable.map(({ e2e }) => e2e.ref),
    reasons: [
      ...found.flatMap(({ reasons }) => reasons),
      ...usable.filter((one) => !passed.includes(one)).map(failed),
      ...(usable.length < found.length ? [] : categories(check, { found, passed })),
    ],
  });
}

/** Why a story did not pass, with what was measured; or null. */
function flawOf({ verdict, commands, unexpected }: E2eReading): Pick<Reason, 'because' | 'measured'> | null {
  const { id, result, because } = verdict;
  if (result !== 'PASSED') return { because: `${id}: ${because ?? 'failed'}`, measured: 'failed' };
  const [bad] = unexpected;
  if (bad !== undefined) {
    const wanted = bad.expected?.join(' or ');
    return {
      because: `${id}: \`${bad.command}\` must end with exit ${wanted}`,
      measured: `exit ${bad.exitCode}`,
    };
  }
  if (commands.some(({ expected }) => expected !== null)) return null;
  return { because: `${id} typed no command whose end it looked at`, measured: '0 commands' };
}

function failed({ found, e2e }: Usable): Reason {
  const flaw = flawOf(e2e) ?? { because: e2e.verdict.id, measured: 'failed' };
  return reason('E2E_FAILED', { ...flaw, limit: 'passed', evidence: e2e.ref, next: found.next });
}

function categories(
  check: CheckOf<'e2e.categories'>,
  { found, passed }: { readonly found: readonly Found[]; readonly passed: readonly Usable[] },
): readonly Reason[] {
  const next = found[0]?.next ?? { owner: 'developers', command: 'npx gate e2e list', takesMs: null };
  const missing = Object.entries(check.require).flatMap(([category, count]) => {
    const had = passed.filter(({ e2e }) => e2e.verdict.category === category).length;
    if (had >= count) return [];
    const because = `no scenario of the category ${category} passed`;
    const limit = `at least ${count}`;
    return [reason('E2E_CATEGORY_MISSING', { because, measured: String(had), limit, evidence: null, next })];
  });
  if (passed.length >= check.minTotal) return missing;
  const because = 'fewer end-to-end scenarios passed than the policy asks for';
  const [measured, limit] = [String(passed.length), `at least ${check.minTotal}`];
  return [...missing, reason('E2E_TOO_FEW', { because, measured, limit, evidence: null, next })];
}
