/** The failure scenarios as the report shows them: witness, handling, aftermath and control. */
import type { Docket } from '../docket/docket.js';
import type { ScenarioFinding } from '../verdict/evidence-findings.js';
import { spoils } from '../verdict/problem.js';

/** Every scenario that was judged, real or simulated. */
export function scenarioFindings({ scenarios, items }: Docket): readonly ScenarioFinding[] {
  return [...scenarios].map(
    ([id, { name, mode, evaluation, charges, leftBehind, violation, control, reading }]) => {
      const handled = charges.filter((charge) => !leftBehind.includes(charge));
      const sound = !(items.get(id)?.problems ?? []).some(spoils);
      const held = reading.runs.every(({ verdict }) => verdict.outcome === 'holds');
      const witnessed = Object.values(evaluation.exposure).every((count) => count > 0);
      return {
        name,
        mode,
        seeds: reading.runs.map(({ verdict }) => verdict.seed),
        proven: sound && witnessed && held && charges.length === 0 && control.rejected,
        witness: evaluation.witness,
        handling: handled.length === 0 ? evaluation.expected : `not as expected: ${handled[0]?.because}`,
        aftermath:
          leftBehind[0]?.because ?? 'the queue drained; no owner and no lease was left; the replay is clean',
        control: control.says,
        replay: (charges[0]?.against ?? reading.runs[0]).verdict.replay,
        violation,
        controlViolation: control.violation,
      };
    },
  );
}
