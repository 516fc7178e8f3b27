/** A compact report in the form the guardrail rules ask for: nothing in it is a violation. */
export function reportText(task: string, status: 'DONE' | 'FAILED'): string {
  return [
    `[REPORT ${task}]`,
    `Status: ${status}`,
    'Files:',
    '- None',
    'Diff-Summary:',
    '- None',
    'Validation: None',
    'Risks: None',
    'Next: None',
  ].join('\n');
}
