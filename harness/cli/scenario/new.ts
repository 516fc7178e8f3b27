/** `gate scenario new`: a scenario to start from, as a file that type-checks and holds, and what to do next. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scenario } from '../../scenario/scenario.js';
import { shownPath } from '../../terminal/typed-path.js';
import type { Answer } from '../answer.js';

/** What cannot be made as it was asked for: the name, or the place. */
export class NotCreated extends Error {}

export interface NewTerms {
  /** `slow-disk`, or with an id of its own: `S20-slow-disk`. */
  readonly name: string;
  /** The folder of the scenarios, with its template. */
  readonly folder: string;
  /** Those there are: an id is given once. */
  readonly scenarios: readonly Scenario[];
}

const TEMPLATE = 'template.ts';
const TEMPLATE_ID = 'S0-template';
const NAME = /^([A-Z][1-9][0-9]*-)?[a-z][a-z0-9-]*$/;

/** Writes the file. @throws NotCreated saying what was expected and what was found */
export async function newScenario({ name, folder, scenarios }: NewTerms): Promise<Answer> {
  if (!NAME.test(name)) {
    throw new NotCreated(`expected a name like slow-disk or S20-slow-disk, found "${name}"`);
  }
  const id = /^[A-Z]/.test(name) ? name : `S${nextNumber(scenarios)}-${name}`;
  const [number = ''] = id.split('-');
  const taken = scenarios.find((one) => one.id.split('-')[0] === number);
  if (taken) throw new NotCreated(`expected a number that is free, but ${number} is ${taken.id}`);
  const path = join(folder, `${id}.ts`);
  if (existsSync(path)) throw new NotCreated(`expected no file of that name, found ${path}`);
  await writeFile(path, (await template(folder)).replace(TEMPLATE_ID, id), { flag: 'wx' });
  const shown = shownPath(path);
  return { text: nextSteps(id, shown), json: { id, path: shown }, exitCode: 0 };
}

async function template(folder: string): Promise<string> {
  const path = join(folder, TEMPLATE);
  if (!existsSync(path)) {
    throw new NotCreated(`expected a checkout with a template at ${path}, found none`);
  }
  return readFile(path, 'utf8');
}

function nextNumber(scenarios: readonly Scenario[]): number {
  const numbers = scenarios.map(({ id }) => Number(/^S(\d+)-/.exec(id)?.[1] ?? 0));
  return Math.max(0, ...numbers) + 1;
}

function nextSteps(id: string, path: string): string {
  const [number = ''] = id.split('-');
  const name = number.toLowerCase();
  return [
    `wrote ${path}: it type-checks and holds as it is`,
    '',
    'next:',
    '1. say in it what goes wrong: the sentence, the work, the faults, what must be seen, the planted bug',
    `2. in scenarios/catalogue.ts: import ${name} from './${id}.js', and put ${name} at the end of CATALOGUE`,
    `3. npm run build && npx gate scenario run ${number}              must hold`,
    `4. npx gate scenario run ${number} --control                     must fail; look at its timeline.html`,
    `5. npx gate scenario run ${number} --mode real                   the same with processes`,
    '6. npm run scenarios:readme && npx vitest run scenarios',
  ].join('\n');
}
