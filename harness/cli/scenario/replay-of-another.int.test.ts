import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../../../scenarios/catalogue.js';
import { orchInProcess } from '../../adapters/orch/in-process.js';
import type { Plan } from '../../scenario/plan.js';
import type { SystemUnderTest } from '../../sut.js';
import { keptRun } from '../testing/kept-run.js';

const { replay, rewrite } = keptRun(SCENARIOS, 'one');

const withActors = (plan: Plan, change: Partial<Plan['actors']>) => ({
  ...plan,
  actors: { ...plan.actors, ...change },
});

/** The bug that the run was made with is mended. */
const withoutItsBug = (sut: SystemUnderTest): SystemUnderTest => ({ ...sut, boot: orchInProcess().boot });

describe('the replay of a run that was made otherwise', () => {
  it.each<[string, (plan: Plan) => object, RegExp]>([
    ['seed', (plan) => ({ ...plan, seed: 4 }), /^- seed: 4 in plan\.json, 3 in the history$/m],
    [
      'figure',
      (plan) => ({ ...plan, knobs: { ...plan.knobs, drainMs: 5 } }),
      /^- knobs: .*"drainMs":5\} in plan\.json, /m,
    ],
    ['task less', (plan) => ({ ...plan, tasks: plan.tasks.slice(1) }), /^- SHA-256 of the plan: /m],
  ])('says that another plan made it when its plan has another %s', async (_, change, message) => {
    await rewrite('plan.json', (text) => JSON.stringify(change(JSON.parse(text) as Plan)));

    const { text, exitCode } = await replay();

    expect(text).toMatch(/^invalid: made by another plan\n/);
    expect(text).toMatch(message);
    expect(exitCode).toBe(3);
  });

  it('is identical with other programs that do the same', async () => {
    const { text, exitCode } = await replay((sut) => ({ ...sut, build: 'another' }));

    expect(text).toMatch(/^identical: /);
    expect(exitCode).toBe(0);
  });

  it('says that other programs made it when they do something else, and what its plan ends as with these', async () => {
    const { text, json, exitCode } = await replay((sut) => ({ ...withoutItsBug(sut), build: 'another' }));

    expect(text).toMatch(
      /^invalid: made by another build\n- line \d+ differs\n- SHA-256 of the programs: one made it, another here\njudged anew here: \w+ \(nothing is violated\)\nnext: replay it with the build/,
    );
    expect(json).toMatchObject({ madeByAnother: 'build', anew: { accused: [] } });
    expect(exitCode).toBe(3);
  });

  it.each([
    ['the same programs', 'one'],
    ['nobody knows which programs', undefined],
  ])('is nondeterministic when they do something else and are %s', async (_, build) => {
    const { build: _made, ...untold } = withoutItsBug(orchInProcess());
    const { text, exitCode } = await replay(() => ({ ...untold, ...(build !== undefined && { build }) }));

    expect(text).toMatch(/^nondeterministic: line \d+ differs\nbefore: /);
    expect(exitCode).toBe(3);
  });

  it('says that other programs made it when only the verdict is another', async () => {
    await rewrite('verdict.json', (text) => text.replaceAll('"violated"', '"unknown"'));

    const { text } = await replay((sut) => ({ ...sut, build: 'another' }));

    expect(text).toMatch(
      /^invalid: made by another build\n- INV-08 .* is unknown in the verdict, and violated/,
    );
    expect(text).toMatch(/^judged anew here: violated \(INV-08\)$/m);
  });

  it('says that another build made it when the system had another version', async () => {
    const { text, exitCode } = await replay((sut) => ({ ...sut, version: '9.9.9' }));

    expect(text).toMatch(
      /^invalid: made by another build\n- version: "\d+\.\d+\.\d+" in the history, "9\.9\.9" here\n/,
    );
    expect(exitCode).toBe(3);
  });

  it.each<[string, (plan: Plan) => object, RegExp]>([
    [
      'a fault aimed at nobody',
      (plan) => ({ ...plan, faults: [{ ...plan.faults[0], target: 'w99' }] }),
      /fault f1 is aimed at w99; expected one of any, s1, /,
    ],
    [
      'no submitter',
      (plan) => withActors(plan, { submitters: 0 }),
      /found actors\.submitters: Too small: .*1/,
    ],
    ['no watchdog', (plan) => withActors(plan, { watchdogs: 0 }), /found actors\.watchdogs: Too small: .*1/],
    [
      'too many workers',
      (plan) => withActors(plan, { workers: 1e9 }),
      /found actors\.workers: Too big: .*100/,
    ],
    [
      'two faults of one id',
      (plan) => ({ ...plan, faults: [plan.faults[0], plan.faults[0]] }),
      /expected an id of its own for every fault, found f1 twice/,
    ],
  ])('is refused with %s', async (_, change, message) => {
    await rewrite('plan.json', (text) => JSON.stringify(change(JSON.parse(text) as Plan)));

    const { text, exitCode } = await replay();

    expect(text).toMatch(message);
    expect(exitCode).toBe(3);
  });

  it('is refused with a scenario that is not there, naming those that are', async () => {
    await rewrite('history.jsonl', (text) => text.replace(/"scenario":"S4-[^"]*"/, '"scenario":"S99-x"'));
    await rewrite('history.jsonl', (text) => text.slice(0, text.lastIndexOf('{"kind":"trailer"')));

    const { text, exitCode } = await replay();

    expect(text).toMatch(/^invalid: expected the scenario .* to be one of S1-.*, found "S99-x"/);
    expect(exitCode).toBe(3);
  });
});
