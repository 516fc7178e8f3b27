/**
 * `npm run held-out`: puts each held-out bug into the sources, one at a time, and searches for it. Nothing in the
 * harness was tuned on them when they were written, so their rate says more than that of the planted ones.
 * `-- --only <name>,<name>` plays some. Exit code 1 when fewer than nine of ten that break an invariant are found.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from '../program.js';
import type { HeldOutBug } from './bug.js';
import { HELD_OUT } from './bugs/index.js';
import { bundle } from './bundle.js';
import { type Searched, searchFor } from './search.js';
import { heldOutText, LEAST_RATE, type Played, rateOf } from './text.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const EXIT_USAGE = 64;

/** Plays one bug. Its build lies beside the usual one, where the programs find their packages. */
async function play(bug: HeldOutBug): Promise<Searched> {
  const folder = mkdtempSync(join(root, 'dist/held-out-'));
  try {
    await bundle(root, bug, folder);
    return searchFor(folder, join(folder, 'finds'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Null when a word is not known. */
function bugsAskedFor(words: readonly string[]): readonly HeldOutBug[] | null {
  if (words.length === 0) return HELD_OUT;
  const [option, names = ''] = words;
  if (option !== '--only' || words.length !== 2) return null;
  const bugs = names.split(',').map((name) => HELD_OUT.find((bug) => bug.name === name) ?? null);
  return bugs.every((bug) => bug !== null) ? bugs : null;
}

async function main(words: readonly string[]): Promise<void> {
  const bugs = bugsAskedFor(words);
  if (bugs === null) {
    const names = HELD_OUT.map(({ name }) => name).join(', ');
    say(`ERROR USAGE: expected nothing, or --only with names out of ${names}; found ${words.join(' ')}`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  const played: Played[] = [];
  for (const bug of bugs) {
    const searched = await play(bug);
    say(`${bug.name}: ${toldOf(searched)}`);
    played.push({ bug, searched });
  }
  leave(played);
  process.exitCode = rateOf(played) >= LEAST_RATE ? 0 : 1;
}

function toldOf({ find, seconds }: Searched): string {
  const found =
    find === null ? 'not found' : `${find.scenario} seed ${find.seed}: ${find.invariants.join(', ')}`;
  return `${found} (${seconds.toFixed(0)} s)`;
}

function leave(played: readonly Played[]): void {
  const folder = join(root, 'reports/bench');
  mkdirSync(folder, { recursive: true });
  const json = played.map(({ bug: { name, breaks, says }, searched }) => ({
    name,
    breaks,
    says,
    ...searched,
  }));
  writeFileSync(join(folder, 'held-out.json'), `${JSON.stringify(json, null, 2)}\n`);
  process.stdout.write(`${heldOutText(played)}\n\nfile: reports/bench/held-out.json\n`);
}

await main(process.argv.slice(2));
