/** Refusals of the store say in words of the command line what to do next; here they are said in words of HTTP. */

const WORDS: readonly (readonly [command: RegExp, http: string])[] = [
  [/orch list\b/, 'GET /v1/tasks'],
  [/orch show --id (\S+)/, 'GET /v1/tasks/$1'],
  [/ops cancel --id (\S+)/, 'POST /v1/tasks/$1/cancel'],
  [/ops replan --id (\S+) --notes <why> --reset-attempts/, 'POST /v1/tasks/$1/replan and "retries": "reset"'],
  [/--token: it is the number that orch pick printed/, 'fence: it is the one that POST /v1/claim answered'],
  [/--owner-session: it is the name that orch pick was given/, 'holder: it is the name that claimed'],
];

/** The hint for a caller of HTTP. What it says about the store's file is for whoever runs the server, and stays. */
export function inHttpWords(hint: string): string {
  return WORDS.reduce((said, [command, http]) => said.replace(command, http), hint);
}
