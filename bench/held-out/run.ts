/**
 * `npm run held-out`: puts each held-out bug into the sources, one at a time, and searches for it. Nothing in the
 * harness was tuned on them when they were written, so their rate says more than that of the planted ones.
 * `-- --only <name>,<name>` plays some. Exit code 1 when fewer than nine of ten that break an invariant are found.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { say } from '../program.js';
import type { HeldOutBug } from './bug.js';
import { HELD_OUT } from './bugs/index.js';
import { bundle } from './bundle.js';
import { type Searched, searchFor } from './search.js';
import { heldOutText, LEAST_RATE, rateOf } from './text.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

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

/** @throws Error when a name is not known */
function bugsAskedFor(): readonly HeldOutBug[] {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  if (values.only === undefined) return HELD_OUT;
  return values.only.split(',').map((name) => {
    const bug = HELD_OUT.find((one) => one.name === name);
    if (bug === undefined) {
      throw new Error(
        `expected a bug, got ${name}; there are: ${HELD_OUT.map((one) => one.name).join(', ')}`,
      );
    }
    return bug;
  });
}

const played: { readonly bug: HeldOutBug; readonly searched: Searched }[] = [];
for (const bug of bugsAskedFor()) {
  const searched = await play(bug);
  const { find, seconds } = searched;
  const found =
    find === null ? 'not found' : `${find.scenario} seed ${find.seed}: ${find.invariants.join(', ')}`;
  say(`${bug.name}: ${found} (${seconds.toFixed(0)} s)`);
  played.push({ bug, searched });
}
mkdirSync(join(root, 'reports'), { recursive: true });
const json = played.map(({ bug: { edits: _, ...bug }, searched }) => ({ ...bug, ...searched }));
writeFileSync(join(root, 'reports/held-out.json'), `${JSON.stringify(json, null, 2)}\n`);
process.stdout.write(`${heldOutText(played)}\n`);
process.exitCode = rateOf(played) >= LEAST_RATE ? 0 : 1;
