/**
 * `npm run bench`: every subject in both modes, several times in a fresh process on a fresh file, in turn, and several
 * processes on one file; then the harness; the medians as tables, JSON and a chart. `-- --scale` adds a store of ten
 * million tasks, which takes minutes; `-- --only peers|sharing|harness|scale` measures one part. A peer that cannot be
 * installed is left out.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureHarness } from './harness/run.js';
import { harnessText } from './harness/text.js';
import { type Rates, SUBJECTS } from './measure.js';
import { say } from './program.js';
import { measureScale } from './scale/run.js';
import { scaleText } from './scale/text.js';
import { measureSharing } from './sharing/run.js';
import { sharingText } from './sharing/text.js';
import type { Mode } from './subject.js';
import { chartSvg, type Row, tableText } from './table.js';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
const peersFolder = join(projectRoot, 'bench/peers');
const PEERS: readonly string[] = ['plainjob', 'liteque'];
const MODES: readonly Mode[] = ['normal', 'full'];
const REPEATS = 3;
const EXIT_USAGE = 64;
/** Fewer in `full`, where each commit waits for the disk. */
const COUNT: Readonly<Record<Mode, number>> = { normal: 10_000, full: 4_000 };

function installPeers(): readonly string[] {
  if (!existsSync(join(peersFolder, 'node_modules'))) {
    say('installing the peers (compiles a driver, once)');
    spawnSync('npm', ['ci', '--no-audit'], { cwd: peersFolder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return PEERS.filter((name) => existsSync(join(peersFolder, 'node_modules', name)));
}

function measure(subject: string, mode: Mode): Rates | null {
  const program = fileURLToPath(new URL('./measure.js', import.meta.url));
  const run = spawnSync(process.execPath, [program, subject, mode, String(COUNT[mode])], {
    encoding: 'utf8',
  });
  if (run.status === 0) return JSON.parse(run.stdout) as Rates;
  say(`${subject}, ${mode}: not measured, exit ${run.status}: ${run.stderr.trim().split('\n').at(-1) ?? ''}`);
  return null;
}

function medians(all: readonly Rates[]): Rates {
  const median = (figure: keyof Rates): number | null => {
    const values = all.flatMap((rates) => rates[figure] ?? []).sort((one, other) => one - other);
    return values[Math.floor(values.length / 2)] ?? null;
  };
  return {
    addOne: median('addOne') ?? 0,
    addMany: median('addMany'),
    claimAndComplete: median('claimAndComplete') ?? 0,
  };
}

/** A part of the measurements: what goes into the JSON, and the table. */
interface Part {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
}
type PartName = 'peers' | 'sharing' | 'harness' | 'scale';

const parts: Readonly<Record<PartName, () => Part | Promise<Part>>> = {
  peers: measurePeers,
  async sharing() {
    const sharing = await measureSharing();
    return { json: { sharing }, text: sharingText(sharing) };
  },
  harness() {
    const harness = measureHarness();
    return { json: { harness }, text: harnessText(harness) };
  },
  scale() {
    const scale = measureScale();
    return { json: { scale }, text: scaleText(scale) };
  },
};

/** Null when a word is not known. */
function partsAskedFor(words: readonly string[]): readonly PartName[] | null {
  const [first, only = ''] = words;
  if (first === undefined) return ['peers', 'sharing', 'harness'];
  if (first === '--scale' && words.length === 1) return ['peers', 'sharing', 'harness', 'scale'];
  if (first === '--only' && words.length === 2 && only in parts) return [only as PartName];
  return null;
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const asked = partsAskedFor(words);
  if (asked === null) {
    const expected = `nothing, --scale or --only ${Object.keys(parts).join('|')}`;
    process.stderr.write(`ERROR USAGE: expected ${expected}, found ${words.join(' ')}\n`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  const measured: Part[] = [];
  for (const name of asked) measured.push(await parts[name]());
  leave(measured);
}

function measurePeers(): Part {
  const installed = installPeers();
  const missing = PEERS.filter((name) => !installed.includes(name));
  const subjects = SUBJECTS.filter((name) => !missing.includes(name));
  const measured = new Map<string, Rates[]>();
  for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
    for (const mode of MODES) {
      for (const subject of repeat % 2 === 0 ? [...subjects].reverse() : subjects) {
        say(`${repeat}/${REPEATS} ${mode} ${subject}`);
        const rates = measure(subject, mode);
        const key = `${mode} ${subject}`;
        if (rates !== null) measured.set(key, [...(measured.get(key) ?? []), rates]);
      }
    }
  }
  const rows = MODES.flatMap((mode) =>
    subjects.flatMap((subject): Row[] => {
      const all = measured.get(`${mode} ${subject}`);
      return all === undefined ? [] : [{ subject, mode, rates: medians(all) }];
    }),
  );
  const folder = reportsFolder();
  for (const mode of MODES) writeFileSync(join(folder, `bench-${mode}.svg`), chartSvg(rows, mode));
  const notMeasured = missing.length === 0 ? '' : `\n\nnot installed, not measured: ${missing.join(', ')}`;
  return { json: { rows, missing }, text: `${tableText(rows)}${notMeasured}` };
}

function reportsFolder(): string {
  const folder = join(projectRoot, 'reports/bench');
  mkdirSync(folder, { recursive: true });
  return folder;
}

function leave(measured: readonly Part[]): void {
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model ?? 'unknown' };
  const json = Object.assign({ machine }, ...measured.map((part) => part.json));
  writeFileSync(join(reportsFolder(), 'bench.json'), `${JSON.stringify(json, null, 2)}\n`);
  const tables = measured.map(({ text }) => text).join('\n\n');
  process.stdout.write(`${tables}\n\nfiles: reports/bench\n`);
}

await main();
