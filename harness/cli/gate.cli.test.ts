/** The harness's commands as a person types them: what is printed, and the exit code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { gate, projectRoot } from './testing/gate.js';

const echo = 'node dist/harness/adapters/echo/echo.js';
const folders: string[] = [];

// Whole simulations, each in a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gate-test-'));
  folders.push(folder);
  return folder;
}

describe('gate scenario', () => {
  it('lists every scenario with its planted bug', async () => {
    const { exitCode, stdout } = await gate('scenario', 'list');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^S1-lease-contention +However many .* \(claim-shares-a-lease\)$/m);
  });

  it('writes the same history twice, and replays it', async () => {
    const [one, other] = [join(await newFolder(), 'run'), join(await newFolder(), 'run')];

    const [first] = await Promise.all(
      [one, other].map((folder) => gate('scenario', 'run', 'S6', '--seed', '7', '--out', folder)),
    );
    const replayed = await gate('scenario', 'replay', one);

    expect(first?.exitCode).toBe(0);
    expect(await readFile(join(one, 'history.jsonl'))).toEqual(await readFile(join(other, 'history.jsonl')));
    expect(replayed).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^identical: \d+ lines/) });
  });

  it('says which operations collide when the planted bug is in, and how to replay', async () => {
    const folder = join(await newFolder(), 'run');

    const { exitCode, stdout } = await gate('scenario', 'run', 'S1', '--control', '--out', folder);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/INV-01 single-holder is violated: /);
    expect(stdout).toMatch(/^line +at +actor +asked +came of it$/m);
    expect(stdout).toContain('replay: npx gate scenario replay ');
    expect(stdout).toMatch(/^picture: .*timeline\.html$/m);
    const picture = await readFile(join(folder, 'timeline.html'), 'utf8');
    expect(picture).toContain('<h1>S1-lease-contention is violated</h1>');
    expect(await gate('scenario', 'replay', folder)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^identical: .*\npicture: .*timeline\.html\n$/),
    });
  });

  it('finds the first line that differs from a written history', async () => {
    const folder = join(await newFolder(), 'run');
    await gate('scenario', 'run', 'S6', '--out', folder);
    const path = join(folder, 'history.jsonl');
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    // Without its trailer the file is a run that ended early: readable, whatever its lines say.
    const changed = lines.slice(0, -1).with(9, lines[9]?.replace(/"at":\d+/, '"at":0') ?? '');
    await writeFile(path, `${changed.join('\n')}\n`);

    const { exitCode, stdout } = await gate('scenario', 'replay', folder);

    expect(exitCode).toBe(3);
    expect(stdout).toContain('nondeterministic: line 10 differs');
  });

  it('calls a damaged history invalid', async () => {
    const folder = join(await newFolder(), 'run');
    await gate('scenario', 'run', 'S6', '--out', folder);
    const path = join(folder, 'history.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"seed":1', '"seed":2'));

    const { exitCode, stdout } = await gate('scenario', 'replay', folder);

    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^invalid: expected a history/);
  });

  it('does not run a system that lacks what the scenario needs', async () => {
    const { exitCode, stdout } = await gate('scenario', 'run', 'S1', '--sut', echo);

    expect(exitCode).toBe(2);
    expect(stdout).toMatch(
      /^S1-lease-contention is not applicable: echo does not offer retry, .*multi-process\n$/,
    );
  });

  it('keeps the last words of a system that does not speak the protocol, and names them', async () => {
    const folder = await newFolder();
    const rambling = `node -e "require('readline').createInterface({input:process.stdin}).on('line',(l)=>{const{id,op}=JSON.parse(l);console.error('heard',op);const v={hello:{name:'r',version:'1',capabilities:['lease','fencing','retry','events','multi-process']},setup:null}[op];console.log(v===undefined?'what?':JSON.stringify({id,ok:true,value:v}))})"`;

    const { exitCode, stdout } = await gate(
      ...['scenario', 'run', 'S1', '--mode', 'real', '--sut', rambling, '--out', folder],
    );

    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^invalid: .* found what\?/);
    const kept = await readdir(join(folder, 'kept'));
    expect(stdout).toContain(`kept/${kept.at(0)}`);
    const lastWords = await Promise.all(kept.map((name) => readFile(join(folder, 'kept', name), 'utf8')));
    expect(lastWords.join('')).toMatch(/heard (?!hello)/);
  });

  it.each(['run', 'replay', 'shrink'])('says in the help of %s how it ends', async (word) => {
    const { exitCode, stdout } = await gate('scenario', word, '--help');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Exit codes.*: 0 .*64 usage/s);
  });

  it.each([
    [
      'an unknown scenario',
      ['scenario', 'run', 'S99'],
      /USAGE: found "S99", expected one of the \d+ scenarios of npx gate scenario list — see: gate scenario run --help$/,
    ],
    ['a name that is none', ['scenario', 'new', 'Slow Disk'], /expected a name like slow-disk/],
    [
      'an unknown scenario to show',
      ['scenario', 'show', 'S99'],
      /found "S99", expected one of the \d+ scenarios/,
    ],
    ['an unknown flag', ['scenario', 'run', 'S1', '--frobnicate'], /unknown option '--frobnicate'/],
    [
      'a seed that is no number',
      ['scenario', 'run', 'S1', '--seed', 'x'],
      /option '--seed <number>' argument 'x' is invalid\. expected a whole number of 0 or more/,
    ],
    ['an unknown mode', ['scenario', 'run', 'S1', '--mode', 'fast'], /Allowed choices are sim, real/],
    [
      'a planted bug in another system',
      ['scenario', 'run', 'S1', '--control', '--sut', echo],
      /expected no --control/,
    ],
    [
      'virtual time for another system',
      ['scenario', 'run', 'S1', '--mode', 'sim', '--sut', echo],
      /--mode real/,
    ],
    ['a folder without a run', ['scenario', 'replay', 'docs'], /expected a run to replay, found no docs/],
    ['no evidence folder', ['scenario', 'prove', 'S1'], /required option '--evidence <folder>'/],
    [
      'a folder of no candidate',
      ['scenario', 'prove', 'S1', '--evidence', 'docs'],
      /expected a candidate's folder at docs, found a folder without candidate\.json; type: npx gate rc/,
    ],
    [
      'an unknown story',
      ['e2e', 'run', 'E2E-9'],
      /found "E2E-9", expected one of the \d+ stories of npx gate e2e list/,
    ],
    [
      'a folder that cannot be made',
      ['scenario', 'run', 'S1', '--out', '/dev/null/x'],
      /USAGE: expected --out to be a folder that can be made, found \/dev\/null\/x \(ENOTDIR\); name one below/,
    ],
    ['a file for a folder', ['explore', '--out', 'package.json'], /found package\.json \(EEXIST\)/],
    [
      'a file that cannot be made',
      ['scenario', 'shrink', 'S1', '--out', '/dev/null/x/q.json'],
      /expected the folder of --out to be a folder that can be made, found \/dev\/null\/x \(ENOTDIR\)/,
    ],
    ['an open quote', ['sut', 'check', '--sut', 'node "x'], /expected the quote " to be closed/],
  ])('ends with usage and one line for %s', async (_what, words, message) => {
    const { exitCode, stdout, stderr } = await gate(...words);

    expect(exitCode).toBe(64);
    expect(stdout).toBe('');
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('gate with a reader that stops', () => {
  it('goes on to its end and its exit code', async () => {
    const child = spawn(process.execPath, ['dist/bin/gate.js', 'scenario', 'list'], { cwd: projectRoot });
    const complaints: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
    child.stdout.destroy();
    const [exitCode] = (await once(child, 'close')) as [number | null];

    expect([exitCode, complaints]).toEqual([0, []]);
  });
});

describe('gate sut check', () => {
  it('accepts the smallest adapter and says what it lacks', async () => {
    const { exitCode, stdout } = await gate('sut', 'check', '--sut', echo);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^echo 1\.0\.0\noffers \+lease \+fencing -idempotency/);
    expect(stdout).toContain('the system speaks the protocol, version 1');
  });

  it('accepts our own orchestrator, which offers everything', async () => {
    const { exitCode, stdout } = await gate('sut', 'check', '--sut', 'node dist/bin/actor.js');

    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(/absent|differs/);
  });

  it('shows the line that is no protocol', async () => {
    const { exitCode, stdout } = await gate('sut', 'check', '--sut', `node -e "console.log('ready')"`);

    expect(exitCode).toBe(3);
    expect(stdout).toContain('expected a line of JSON, found ready');
  });

  it('says why a command could not be started', async () => {
    const { exitCode, stdout } = await gate('sut', 'check', '--sut', './no-such-adapter');

    expect(exitCode).toBe(3);
    expect(stdout).toContain('expected an answer to hello within 60 s, got CRASH');
    expect(stdout).toContain('spawn ./no-such-adapter ENOENT');
    expect(stdout).toMatch(
      /\nnext: see that the command runs by itself, .*docs\/protocol\.md; .*harness\/adapters\/echo\/echo\.ts\n$/,
    );
  });

  it('names the answer that differs', async () => {
    const forgetful = `node -e "require('readline').createInterface({input:process.stdin}).on('line',(l)=>{const{id,op}=JSON.parse(l);const v={hello:{name:'f',version:'1',capabilities:[]},enqueue:{task:'A'},list:[],events:[],sweep:{requeued:[],exhausted:[]},heartbeat:{leaseUntil:1},report:{action:'ALLOW'},cancel:{status:'BLOCKED'},replan:{status:'PENDING'},retry:{status:'PENDING'}}[op]??null;console.log(JSON.stringify({id,ok:true,value:v}));if(op==='close')process.exit()})"`;

    const { exitCode, stdout } = await gate('sut', 'check', '--sut', forgetful);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^differs +enqueue +task A again +ok, expected DUPLICATE_ID$/m);
  });

  it('names a process that does not end after close', async () => {
    const lingering = `/bin/sh -c '${echo}; exec node -e "setInterval(() => undefined, 1000)"'`;

    const { exitCode, stdout } = await gate('sut', 'check', '--sut', lingering);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^differs +close +to end +ended by force, expected ended by itself$/m);
  });

  it('finds rubbish after the answer to close', async () => {
    const chatty = `/bin/sh -c '${echo}; echo bye'`;

    const { exitCode, stdout } = await gate('sut', 'check', '--sut', chatty);

    expect(exitCode).toBe(3);
    expect(stdout).toContain('expected a line of JSON, found bye');
  });
});
