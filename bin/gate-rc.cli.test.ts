/** `gate rc` as a person types it, in a folder of its own: what is printed, what is written, and the exit code. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from './project.js';

const COPIED = [
  'package.json',
  'package-lock.json',
  '.gitignore',
  'dist',
  'gates/policy',
  'gates/render/templates',
];

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-rc-'));
  for (const path of COPIED) cpSync(join(projectRoot, path), join(root, path), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, '.gitignore'), 'node_modules\ndist\nreports\n');
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
  for (const words of [['init'], ['add', '-A'], [...who, 'commit', '-m', 'one']]) {
    execFileSync('git', words, { cwd: root, stdio: 'ignore' });
  }
  stamp();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function gate(line: string) {
  const run = spawnSync(process.execPath, ['dist/bin/gate.js', ...line.split(' ')], {
    cwd: root,
    encoding: 'utf8',
  });
  return { exitCode: run.status, stdout: run.stdout, stderr: run.stderr };
}

/** As `npm run build` does at its end. */
function stamp(): void {
  execFileSync(process.execPath, ['dist/bin/rc/stamp-build.js'], { cwd: root });
}

/** The one folder below `reports/rc`. */
const reportFolder = () => join(root, 'reports/rc', readdirSync(join(root, 'reports/rc'))[0] ?? '');

describe('gate rc --profile full without evidence', () => {
  it('exits 2 and names the wall-clock soaks as missing, with owner and command', () => {
    const { exitCode, stdout } = gate('rc --profile full');

    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^✖ FAIL .* exit 2\./m);
    expect(stdout).toMatch(
      /RC-P3.* EVIDENCE_MISSING: there is no wallclock evidence of soak-segment soak-24h\./,
    );
    expect(stdout).toMatch(
      /soak-operators: npx gate soak run --profile A --clock wall --evidence reports\/rc/,
    );
    expect(stdout).toMatch(
      /RC-P4.* EVIDENCE_MISSING: there is no wallclock evidence of soak-segment soak-72h\./,
    );
    expect(stdout).toMatch(
      /soak-operators: npx gate soak run --profile B --clock wall --evidence reports\/rc/,
    );
  });

  it('leaves verdict, page, summary and results for other tools', () => {
    gate('rc --profile full');

    for (const name of ['report.html', 'summary.md', 'junit.xml']) {
      expect(existsSync(join(reportFolder(), name)), name).toBe(true);
    }
    const verdict = JSON.parse(readFileSync(join(reportFolder(), 'verdict.json'), 'utf8'));
    expect(verdict).toMatchObject({ verdict: 'FAIL', exitCode: 2, profile: 'full' });
  });
});

describe('gate', () => {
  it('says its version', () => {
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

    for (const line of ['--version', '-V']) {
      expect(gate(line)).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    }
  });
});

describe('gate rc', () => {
  it('judges only what is there with --no-produce, and never calls nothing good', () => {
    const { exitCode, stdout } = gate('rc --no-produce --json');

    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'FAIL', profile: 'quick' });
  });

  it('makes no evidence with programs that were built from another tree', () => {
    writeFileSync(join(root, 'new.ts'), 'export {};');
    const { exitCode, stderr } = gate('rc --quiet');
    rmSync(join(root, 'new.ts'));

    expect(exitCode).toBe(64);
    expect(stderr).toMatch(/^ERROR OTHER_TREE: expected programs built from tree .* type: npm run build\n$/);
  });

  it.each([
    ['an unknown profile', 'rc --profile weekly', /^ERROR \w+: .*weekly.*\n$/],
    [
      'an unknown flag',
      'rc --profil quick',
      /^ERROR USAGE: unknown option '--profil'.* — see: gate rc --help\n$/,
    ],
    ['an unknown word', 'rcc', /^ERROR USAGE: unknown command 'rcc'.* — see: gate --help\n$/],
    [
      'a release judged as of another day',
      'rc --profile full --now 1',
      /^ERROR USAGE: expected no --now .*\n$/,
    ],
    ['an instant that is none', 'rc --now yesterday', /^ERROR USAGE: .*ms since the epoch.*\n$/],
    ['an instant that is empty', 'rc --now ', /^ERROR USAGE: .*ms since the epoch, found "".*\n$/],
    ['an instant of another notation', 'rc --now 1e3', /^ERROR USAGE: .*ms since the epoch.*\n$/],
  ])('ends with 64 and one line at %s', (_what, line, says) => {
    const { exitCode, stderr } = gate(line);

    expect({ exitCode, stderr }).toEqual({ exitCode: 64, stderr: expect.stringMatching(says) });
  });

  it.each([
    [
      'candidate.json',
      'rc --no-produce',
      /^64 ERROR EVIDENCE_FOLDER: expected to write .*candidate\.json.*\n$/,
    ],
    [
      'candidate.json',
      'plan',
      /^64 ERROR EVIDENCE_FOLDER: .*candidate\.json .*it is a folder \(EISDIR\).*\n$/,
    ],
    ['candidate.json', 'explain RC-P1', /^64 ERROR EVIDENCE_FOLDER: .*it is a folder.*npx gate rc.*\n$/],
    ['verdict.json', 'rc --no-produce', /^64 ERROR EVIDENCE_FOLDER: expected to write .*verdict\.json.*\n$/],
    ['manifest.json', 'rc --no-produce', /^3 $/],
    ['ledger.ndjson', 'rc --no-produce', /^3 $/],
  ])('says what is wrong with a folder in place of %s at %s', (name, line, says) => {
    gate('rc --no-produce');
    const path = join(reportFolder(), name);
    rmSync(path, { force: true });
    mkdirSync(path);
    try {
      const { exitCode, stderr } = gate(line);

      expect(`${exitCode} ${stderr}`).toMatch(says);
    } finally {
      rmSync(path, { recursive: true });
    }
  });

  it('ends with 64 at a policy that cannot be read, and says where it is wrong', () => {
    const path = join(root, 'gates/policy/rc.yaml');
    const policy = readFileSync(path, 'utf8');
    writeFileSync(path, policy.replace('exposureScale: 0.01', 'exposureScale: none'));
    stamp();
    try {
      const { exitCode, stderr } = gate('rc --no-produce');

      expect(exitCode).toBe(64);
      expect(stderr).toMatch(/exposureScale/);
    } finally {
      writeFileSync(path, policy);
      stamp();
    }
  });
});
