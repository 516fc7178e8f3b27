/** The page about the scenarios, from the catalogue: what is written here once would be out of date tomorrow. */
import { BASIC_GUARDS, type Scenario } from '../harness/index.js';
import { CATALOGUE, SCENARIOS } from './catalogue.js';

const INTRODUCTION = `# Failure scenarios

<!-- Written by \`npm run scenarios:readme\`; change scenarios/readme.ts or the scenarios themselves. -->

Each file is one scenario: data and a pure function from a seed to a plan. The same scenario runs **simulated** (virtual time, one process,
the same history byte for byte) and **real** (a process for each actor, on the wall clock). Each has a **control**: a planted bug that must
make it fail. A scenario whose control passes proves nothing.

\`\`\`sh
npx gate scenario list
npx gate scenario show S2                        # in words: who takes part, what goes wrong, what must be seen
npx gate scenario run S2 --seed 7                # simulated
npx gate scenario run S2 --seed 7 --mode real    # with processes
npx gate scenario run S2 --seed 7 --control      # must fail, exits 1, and draws what collided into timeline.html
npx gate scenario new slow-network               # a new file from template.ts, and what to do next
\`\`\``;

const GUARDED = `Every one is guarded by ${BASIC_GUARDS.map(({ name }) => name).join(', ')} too: no file names these, and no run
may leave them without a chance.`;

const REGRESSIONS = `## Regressions

\`regressions/\` holds minimal plans that once violated an invariant, as \`gate scenario shrink\` writes them. Each names the planted bug that must be caught; a test
replays all of them, with the bug and without. For a bug of the orchestrator itself the name is \`null\`, and the plan must hold.`;

const WRITING = `## Writing one

A scenario reads like a sentence: who takes part, what they have to do, and what goes wrong.

\`\`\`ts
simulated: {
  actors: { workers: 8 },
  work: [tasks({ named: 'steady', count: 120, arrivals: perMinute(4), runs: [works({ for: between(seconds(2), seconds(45)) })] })],
  faults: [
    before('complete', { nth: 3 }, pause(anyWorker, { for: seconds(160) })),
    every(minutes(4), kill(anyWorker, { for: seconds(10) }), { times: 6 }),
  ],
},
\`\`\`

- Hang faults on calls (\`before\`, \`afterCall\`) rather than on instants: they hit narrow windows and survive shrinking.
- Each fault must strike: one that never did leaves its run \`unexercised\`. Hang it on a call that every seed makes. Where two faults
  meet at one call, the later one waits for the next such call of that actor.
- \`kill\`, \`pause\`, \`lockStore\`, \`loseReplies\` strike any system; \`fillStore\`, \`slowDisk\`, \`ioError\` and \`during\` need one with \`store-faults\`.
- Name in \`mustSee\` what must really have happened. A run without it is \`unexercised\`, never a pass.
- Guard with every further checker that the run gives chances to; a guard without a chance is \`unknown\`.
- Choose a control that this scenario, and not only some other one, must catch; then add the file to \`catalogue.ts\` and write this page
  again with \`npm run scenarios:readme\`.`;

/** The whole page. */
export function readmeText(): string {
  const further = CATALOGUE.filter((scenario) => !SCENARIOS.includes(scenario));
  const sections = [
    INTRODUCTION,
    `## What the release gate asks for\n\n${GUARDED}\n\n${table(SCENARIOS)}`,
    `## Further ones\n\nNarrower: each drives one race to its end (S), or lets actors die around the calls of one of the six (C). No release\nwaits for them.\n\n${table(further)}`,
    REGRESSIONS,
    WRITING,
  ];
  return `${sections.join('\n\n')}\n`;
}

function table(scenarios: readonly Scenario[]): string {
  const rows = scenarios.map(({ id, says, mustSee, guards, control }) => [
    `[${id}](${id}.ts)`,
    says,
    mustSee.join(', '),
    guards
      .filter((guard) => !BASIC_GUARDS.includes(guard))
      .map(({ name }) => name)
      .join(', '),
    `\`${control}\``,
  ]);
  const head = ['Scenario', 'Says', 'Must see', 'Guarded by', 'Control'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
