/** The end-to-end stories as the report shows them. */
import type { Docket } from '../docket/docket.js';
import type { E2eFinding } from '../verdict/evidence-findings.js';

/** Every story that was read, step by step. */
export function e2eFindings({ e2e }: Docket): readonly E2eFinding[] {
  return [...e2e.values()].map(({ verdict, commands }) => ({
    id: verdict.id,
    category: verdict.category,
    says: verdict.says,
    passed: verdict.result === 'PASSED',
    steps: commands.map(({ at, says, command, exitCode }) => ({ at, says, command, exitCode })),
  }));
}
