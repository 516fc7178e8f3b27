import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MUTANTS } from './mutant.js';
import { logged, nothing, rows } from './told-apart/answers.js';
import { FIRST_OF_EACH } from './told-apart/first-of-each.js';
import { OTHERS } from './told-apart/others.js';
import { play } from './told-apart/play.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-mutant-'));
});
afterEach(() => rm(home, { recursive: true }));

const proofs = { ...FIRST_OF_EACH, ...OTHERS };

describe('a planted bug', () => {
  const ofTheStore = MUTANTS.filter(({ onlyOn, programs }) => onlyOn === undefined && programs === undefined);

  it.each(ofTheStore.map(({ name }) => name))('%s answers otherwise than core', async (name) => {
    const proof = proofs[name];

    expect(await play(home, proof?.steps ?? [], null)).toEqual(proof?.core);
    expect(await play(home, proof?.steps ?? [], name)).toEqual(proof?.mutant);
  });

  it('of acknowledging before the commit really loses the task', async () => {
    const left = await play(home, ['lock', 'enqueue', 'unlock', 'list'], 'ack-before-commit');

    expect(rows(left)).toEqual([]);
  });

  it('of comparing keys with finished tasks only lets the key of one stop its late twin', async () => {
    const late = await play(home, ['enqueue', 'claim', 'complete', 'again', 'other'], 'twins-both-run');

    expect(late).toEqual(nothing);
  });

  it('of writing the event later writes it once the worker has gone on to its next claim', async () => {
    const steps = ['enqueue', 'claim', 'complete', 'other', 'reopen', 'events'] as const;

    expect(await play(home, steps, 'event-written-later')).toEqual(logged('added', 'picked', 'done'));
  });

  it('leaves what it does not break as it is', async () => {
    const done = await play(home, ['enqueue', 'claim', 'complete', 'list'], 'claim-shares-a-lease');

    expect(rows(done).map(({ task, status }) => [task, status])).toEqual([['T', 'DONE']]);
  });
});
