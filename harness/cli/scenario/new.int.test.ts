import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Scenario } from '../../scenario/scenario.js';
import { newScenario } from './new.js';

const template = fileURLToPath(new URL('../../../scenarios/template.ts', import.meta.url));
const known = [{ id: 'S1-lease-contention' }, { id: 'S16-backlog-burst' }, { id: 'C6-x' }] as Scenario[];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-new-'));
  await copyFile(template, join(folder, 'template.ts'));
});
afterEach(() => rm(folder, { recursive: true }));

const create = (name: string) => newScenario({ name, folder, scenarios: known });

describe('a new scenario', () => {
  it('gets the next free number, and is the template in all but its id', async () => {
    const { json, exitCode } = await create('slow-disk');

    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ id: 'S17-slow-disk' });
    const written = await readFile(join(folder, 'S17-slow-disk.ts'), 'utf8');
    expect(written).toContain("id: 'S17-slow-disk'");
    expect(written).not.toContain('S0-template');
    expect(written.replace('S17-slow-disk', 'S0-template')).toBe(await readFile(template, 'utf8'));
  });

  it('takes the number it is given', async () => {
    expect((await create('C7-slow-disk')).json).toMatchObject({ id: 'C7-slow-disk' });
  });

  it('says what to do next, as it is to be typed', async () => {
    const { text } = await create('slow-disk');

    expect(text).toContain("import s17 from './S17-slow-disk.js'");
    expect(text).toContain('npx gate scenario run S17 --control');
  });

  it('never writes over a file', async () => {
    await writeFile(join(folder, 'S17-slow-disk.ts'), 'mine');

    await expect(create('slow-disk')).rejects.toThrow('expected no file of that name, found ');
    expect(await readFile(join(folder, 'S17-slow-disk.ts'), 'utf8')).toBe('mine');
  });

  it.each([
    ['a number that is taken', 'S16-other', 'expected a number that is free, but S16 is S16-backlog-burst'],
    ['capital letters', 'SlowDisk', 'expected a name like slow-disk or S20-slow-disk, found "SlowDisk"'],
    ['a path', '../slow', 'expected a name like slow-disk or S20-slow-disk, found "../slow"'],
  ])('is refused for %s, and nothing is written', async (_, name, message) => {
    await expect(create(name)).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual(['template.ts']);
  });

  it('needs a template to start from', async () => {
    await rm(join(folder, 'template.ts'));

    await expect(create('slow-disk')).rejects.toThrow('expected a checkout with a template at ');
  });
});
