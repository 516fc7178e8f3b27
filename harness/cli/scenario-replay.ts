/** `gate scenario replay`: plays a written plan again in simulation and compares the two histories byte for byte. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Composition } from '../composition.js';
import { type Artefact, drawTimeline, HISTORY_FILE, readArtefact } from '../run/artefact.js';
import type { Plan } from '../scenario/plan.js';
import { simulate } from '../sim/simulate.js';
import type { Answer } from './answer.js';
import { EXIT_CODES } from './exit-code.js';
import { pictureLine } from './outcome-text.js';

/** Replays the run in `folder`. A run with processes has another interleaving each time and cannot be compared. */
export async function replayScenario(folder: string, composition: Composition): Promise<Answer> {
  const artefact = await readArtefact(folder);
  const { plan, history } = artefact;
  const { mode, control, scenario, seed } = history.header;
  if (mode !== 'simulated') {
    const text = `${folder} is a run with processes; its plan is replayed by: npx gate scenario run ${scenario} --seed ${seed} --mode real`;
    return { text, json: { folder, mode }, exitCode: EXIT_CODES.unknown };
  }
  const lines = await historyOf(plan, { control, composition });
  const before = (await readFile(join(folder, HISTORY_FILE), 'utf8')).trimEnd().split('\n');
  const at = firstDifference(before, lines);
  if (at === null) {
    const picture = await redraw(folder, artefact);
    const text = `identical: ${lines.length} lines of ${scenario} with seed ${seed}\n${picture}`.trimEnd();
    return { text, json: { outcome: 'identical', lines: lines.length }, exitCode: EXIT_CODES.holds };
  }
  const found = { line: at + 1, before: before[at] ?? null, now: lines[at] ?? null };
  const text = `nondeterministic: line ${found.line} differs\nbefore: ${found.before}\nnow:    ${found.now}`;
  return { text, json: { outcome: 'nondeterministic', ...found }, exitCode: EXIT_CODES.nondeterministic };
}

/** Draws what the run violated, also for a run that was written without a picture. Answers where to look. */
async function redraw(folder: string, { history, verdict }: Artefact): Promise<string> {
  if (verdict === null) return '';
  await drawTimeline(folder, { history, verdict });
  return pictureLine(verdict.checks, folder);
}

async function historyOf(
  plan: Plan,
  terms: { readonly control: string | null; readonly composition: Composition },
): Promise<readonly string[]> {
  const { control, composition } = terms;
  const home = await mkdtemp(join(tmpdir(), 'gate-replay-'));
  const lines: string[] = [];
  try {
    const sut = composition.systems.simulated({
      ...(control !== null && { mutant: control }),
      ...(plan.backend && { backend: plan.backend }),
    });
    await simulate(plan, sut, { control, home, sink: (line) => lines.push(line) });
    return lines;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** The first line that is not the same in both, or null. */
function firstDifference(before: readonly string[], now: readonly string[]): number | null {
  const length = Math.max(before.length, now.length);
  for (let at = 0; at < length; at++) if (before[at] !== now[at]) return at;
  return null;
}
