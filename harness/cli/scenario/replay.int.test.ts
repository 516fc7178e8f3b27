import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FinalState, SystemEvent } from '../../../gates/record/history.js';
import { SCENARIOS } from '../../../scenarios/catalogue.js';
import type { SutHandle, SystemUnderTest } from '../../sut.js';
import { keptRun } from '../testing/kept-run.js';

const { folder, replay, rewrite } = keptRun(SCENARIOS);
const path = (name: string) => join(folder(), name);

/** The same system, whose log tells something else of its first event. */
function endingOtherwise(sut: SystemUnderTest): SystemUnderTest {
  const altered = ({ events: [first, ...events], ...read }: FinalState): FinalState => {
    return { ...read, events: [{ ...(first as SystemEvent), data: { by: 'chance' } }, ...events] };
  };
  const boot: SystemUnderTest['boot'] = async (terms) => {
    const handle = await sut.boot(terms);
    return { ...bound(handle), readBack: async () => altered(await handle.readBack()) };
  };
  return { ...sut, boot };
}

function bound(handle: SutHandle): SutHandle {
  return {
    openActor: (id) => handle.openActor(id),
    lockStore: () => handle.lockStore(),
    readBack: () => handle.readBack(),
    integrity: () => handle.integrity(),
    shutdown: () => handle.shutdown(),
    traces: () => handle.traces(),
  };
}

describe('the replay of a simulated run', () => {
  it('is identical, and points at the picture of what it violates', async () => {
    const { text, exitCode } = await replay();

    expect(text).toMatch(/^identical: \d+ lines of S4-.* with seed 3\npicture: .*timeline\.html$/);
    expect(exitCode).toBe(0);
  });

  it('is invalid when the verdict beside it was changed, and says where', async () => {
    await rewrite('verdict.json', (text) => text.replaceAll('"violated"', '"unknown"'));

    const { text, exitCode } = await replay();

    expect(text).toMatch(
      /^invalid: identical: .*\n- INV-08 .* is unknown in the verdict, and violated: .* when judged anew/s,
    );
    expect(exitCode).toBe(3);
  });

  it('is invalid when the verdict leaves out what is violated', async () => {
    await rewrite('verdict.json', (text) =>
      JSON.stringify({ ...JSON.parse(text), checks: [], outcome: 'holds' }),
    );

    const { text, exitCode } = await replay();

    expect([text.split('\n')[1], exitCode]).toEqual([
      expect.stringMatching(/^- INV-\d\d .* is not in the verdict, and /),
      3,
    ]);
  });

  it.each([
    ['outcome', 'unknown'],
    ['marks', { killed: 99 }],
    ['missingMarks', ['killed', 'paused']],
    ['problems', ['it rained']],
  ])('is invalid when the %s of its verdict were made others', async (field, written) => {
    await rewrite('verdict.json', (text) => JSON.stringify({ ...JSON.parse(text), [field]: written }));

    const { text, exitCode } = await replay();

    expect(text).toMatch(
      new RegExp(
        `^- ${field.replace('marks', 'mark killed')}: .* in the verdict, and .* when judged anew$`,
        'm',
      ),
    );
    expect(exitCode).toBe(3);
  });

  it('is invalid when the final state beside it was changed', async () => {
    await rewrite('final.json', (text) => JSON.stringify({ ...JSON.parse(text), tasks: [] }));

    const { text, exitCode } = await replay();

    expect(text).toMatch(/^invalid: expected .*final\.json to be as a run writes it, found SHA-256 /);
    expect(exitCode).toBe(3);
  });

  it('is nondeterministic when the same lines end in another state, and shows the first row of it', async () => {
    const { text, exitCode } = await replay(endingOtherwise);

    expect(text).toMatch(
      /^nondeterministic: \d+ lines are the same, the final state is another\nbefore: \{"seq":1,.*\nnow: +\{"seq":1,.*"data":\{"by":"chance"\}/,
    );
    expect(exitCode).toBe(3);
  });

  it('is judged anew where no verdict lies beside it', async () => {
    await rm(path('verdict.json'));

    const { text, exitCode } = await replay();

    expect([text.split('\n')[1], exitCode]).toEqual([
      expect.stringMatching(/^no verdict lies beside it; judged anew: INV-08/),
      0,
    ]);
  });

  it('knows nothing of the end of a history that was cut off, and of its lines that they agree', async () => {
    await rewrite('history.jsonl', (text) => `${text.split('\n').slice(0, 50).join('\n')}\n`);

    const { text, exitCode } = await replay();

    expect(text).toMatch(/^unknown: the history has no trailer: its 50 lines are the first of \d+$/);
    expect(exitCode).toBe(4);
  });

  it.each([
    ['plan.json', '{}', /plan\.json to be as a run writes it, found scenario: /],
    ['plan.json', 'null', /plan\.json to be as a run writes it, found the whole: /],
    ['plan.json', '[', /plan\.json to be as a run writes it, found no JSON \(/],
    ['verdict.json', '{}', /verdict\.json to be as a run writes it, found scenario: /],
    ['verdict.json', 'rubbish', /verdict\.json to be as a run writes it, found no JSON \(/],
  ])('is invalid with a %s that says %s', async (name, content, message) => {
    await writeFile(path(name), content);

    const { text, exitCode } = await replay();

    expect(text).toMatch(message);
    expect(exitCode).toBe(3);
  });

  it('is invalid with a plan that never gets on, and without a history', async () => {
    await rewrite('plan.json', (text) => text.replace(/"pollMs": \d+/, '"pollMs": 0'));
    const still = await replay();
    await rm(path('history.jsonl'));
    await rewrite('plan.json', (text) => text.replace('"pollMs": 0', '"pollMs": 10'));
    const gone = await replay();

    expect([still.text, gone.text]).toEqual([
      expect.stringMatching(/^invalid: .*found knobs\.pollMs: Too small/),
      expect.stringMatching(
        /^invalid: .*history\.jsonl to be as a run writes it, found ENOENT; play the run again$/,
      ),
    ]);
    expect([still.exitCode, gone.exitCode]).toEqual([3, 3]);
  });
});

describe('the replay of a run with a planted bug that is not there', () => {
  it('is refused with the names that are', async () => {
    await rewrite('history.jsonl', (text) =>
      text.replace('"control":"guardrail-only-logs"', '"control":"nope"'),
    );
    await rewrite('history.jsonl', (text) => text.slice(0, text.lastIndexOf('{"kind":"trailer"')));

    const { text, exitCode } = await replay();

    expect(text).toMatch(/^invalid: expected the control .*one of .*guardrail-only-logs.*, found "nope"/);
    expect(exitCode).toBe(3);
  });
});

describe('the replay of a run with processes', () => {
  it('is another run: it says what to type, with the planted bug and the system of that run', async () => {
    await rewrite('history.jsonl', (text) => text.replace('"mode":"simulated"', '"mode":"real"'));
    await rewrite('history.jsonl', (text) => text.slice(0, text.lastIndexOf('{"kind":"trailer"')));
    await rewrite('verdict.json', (text) =>
      JSON.stringify({ ...JSON.parse(text), replay: 'npx gate scenario run X --sut y' }),
    );
    const told = await replay();
    await rm(path('verdict.json'));
    const untold = await replay();

    expect(told.text).toContain('is replayed by: npx gate scenario run X --sut y');
    expect(untold.text).toMatch(
      /is replayed by: npx gate scenario run S4-\S+ --seed 3 --mode real --control$/,
    );
    expect([told.exitCode, untold.exitCode]).toEqual([4, 4]);
  });
});
