import { describe, expect, it } from 'vitest';
import type { ScenarioNeed } from '../../policy/checks.js';
import { runFiles } from '../../testing/evidence-builder.js';
import { readScript } from '../../testing/replayed.js';
import { RunScript } from '../../testing/run-script.js';
import { PLANTED, type ScenarioName, scriptsOf } from '../../testing/scenario-scripts.js';
import { judgeControl } from './control.js';
import type { JudgedRun } from './scenario.js';

const NAME = 'S3-duplicate-dispatch';
const need: ScenarioNeed = {
  id: 'S3',
  name: NAME,
  exposure: { duplicateEnqueues: 200 },
  control: { name: PLANTED[NAME].bug, invariants: [PLANTED[NAME].breaks] },
};

function judgedRun(script: RunScript, change: (verdict: string) => string = (text) => text): JudgedRun {
  const verdict = JSON.parse(change(String(runFiles(script).get('verdict.json')))) as JudgedRun['verdict'];
  return {
    ...readScript(script),
    plan: null,
    verdict,
    historyPath: '',
    historyName: 'control/history.jsonl',
  };
}

const planted = (control = PLANTED[NAME].bug) => new RunScript({ scenario: NAME, control });
const faulty = (script: RunScript) =>
  script.enqueue('a', { key: 'k' }).work('w1/1', 'a').enqueue('b', { key: 'k' }).work('w2/1', 'b').drained();
const good = (script: RunScript) =>
  script
    .enqueue('a', { key: 'k' })
    .work('w1/1', 'a')
    .enqueue('b', { key: 'k' })
    .skip('w2/1', 'b', 'a')
    .drained();
const silent = (text: string) => text.replace('"result":"violated"', '"result":"unknown"');

describe('a control', () => {
  it('is rejected for what its bug breaks', () => {
    const judged = judgeControl(judgedRun(faulty(planted())), need);

    expect(judged).toMatchObject({ rejected: true, violation: { invariant: 'INV-05' } });
    expect(judged.says).toMatch(/^key-ignored was caught by the harness and the judge: INV-05/);
  });

  it.each(Object.keys(PLANTED) as ScenarioName[])('is rejected in %s as it is made up for tests', (name) => {
    const { bug, breaks } = PLANTED[name];
    const own = { id: name.slice(0, 2), name, exposure: {}, control: { name: bug, invariants: [breaks] } };

    const judged = judgeControl(judgedRun(scriptsOf(name, 'real').control), own as ScenarioNeed);

    expect(judged.rejected).toBe(true);
  });

  it.each<readonly [string, JudgedRun | null, RegExp]>([
    ['it is not there', null, /no control run/],
    [
      'it has another planted bug',
      judgedRun(faulty(planted('event-dropped'))),
      /expected the planted bug key-ignored, found event-dropped/,
    ],
    [
      'the harness did not find it violated',
      judgedRun(faulty(planted()), (text) => text.replace('"outcome":"violated"', '"outcome":"invalid"')),
      /the harness calls the run with key-ignored invalid/,
    ],
    [
      'its fault was never seen, whoever accuses it',
      judgedRun(planted().enqueue('a').work('w1/1', 'a').drained()),
      /was never seen .*duplicateEnqueues/,
    ],
    ['nothing was found wrong', judgedRun(good(planted()), silent), /nothing was found wrong/],
    [
      'only something else was found wrong',
      judgedRun(good(planted()), (text) => text.replace('INV-05', 'INV-09')),
      /breaks INV-05, but only INV-09 was seen broken/,
    ],
  ])('passes when %s', (_what, control, says) => {
    const judged = judgeControl(control, need);

    expect(judged).toMatchObject({ rejected: false, violation: null });
    expect(judged.says).toMatch(says);
  });
});
