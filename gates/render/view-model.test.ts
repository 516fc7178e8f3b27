import { describe, expect, it } from 'vitest';
import { sampleFailure, sampleMissing, sampleVerdict } from './testing/sample-verdict.js';
import { pageView } from './view-model.js';

const page = (verdict = sampleVerdict()) => pageView(verdict, 'f'.repeat(64));

describe('the first screen', () => {
  it('gives the strip in the groups P and F, without advisory criteria', () => {
    expect(page().first.strip.map((group) => group.map(({ short }) => short).join(' '))).toEqual([
      'P1 P2 P3 P4 P5 P6',
      'F1 F2 F3 F4 F5',
    ]);
  });

  it('paints only a releasable verdict green', () => {
    const tones = (
      ['PASS', 'QUICK_OK', 'NIGHTLY_OK', 'PASS_WITH_WAIVERS', 'FIXTURE_OK', 'FAIL'] as const
    ).map((verdict) => page(sampleVerdict({ verdict })).first.look.tone);
    expect(tones).toEqual(['pass', 'ok', 'ok', 'waived', 'amber', 'fail']);
  });

  it('says that a tree has uncommitted changes', () => {
    const base = sampleVerdict();
    const candidate = { ...base.candidate, dirty: true, gitCommit: null };
    const { first } = page({ ...base, verdict: 'QUICK_OK (uncommitted)', candidate });
    expect(first.says).toContain('uncommitted changes');
    expect(first.facts.map(({ value }) => value)).toContain('outside git');
  });

  it('shows a soak that nobody ran as an empty bar', () => {
    const bars = page(sampleMissing()).first.progress;
    expect(bars.map(({ name, share, problem }) => [name, share, problem?.word])).toEqual([
      ['soak-24h', 0, 'Missing'],
      ['soak-72h', 0, 'Missing'],
    ]);
  });

  it('names first reason, owner and command of a failure', () => {
    const [reason] = page(sampleFailure()).first.reasons;
    expect([reason?.criterion, reason?.also, reason?.next.owner, reason?.settles]).toEqual([
      'RC-P5',
      'RC-F1',
      'developers',
      'settles 2 reasons',
    ]);
  });
});

describe('failure scenarios', () => {
  it('stand side by side, real and simulated, in the order of their numbers', () => {
    const scenarios = page().scenarios;
    expect(scenarios.map(({ name }) => name.slice(0, 2))).toEqual(['S1', 'S2', 'S3', 'S4', 'S5', 'S6']);
    expect(scenarios[0]?.columns.map(({ runs }) => runs.length)).toEqual([1, 1]);
  });

  it('leave a hole where a run the policy asks for is missing', () => {
    const base = sampleVerdict();
    const scenarios = base.scenarios.filter(
      ({ name, mode }) => name !== 'S5-database-lock' || mode !== 'wallclock',
    );
    const evidence = base.evidence.map((item) =>
      item.name === 'S5-database-lock' && item.mode === 'wallclock'
        ? { ...item, state: 'missing' as const, record: null, problem: 'Nobody has run it.' }
        : item,
    );
    const s5 = page({ ...base, scenarios, evidence }).scenarios.find(({ name }) => name.startsWith('S5'));
    expect(s5?.columns.map(({ absent }) => absent?.look.word)).toEqual(['Missing', undefined]);
  });

  it('show the unproven run first', () => {
    const base = sampleFailure();
    const extra = base.scenarios.filter(({ name, mode }) => name.startsWith('S1') && mode === 'simulated');
    const scenarios = [...extra.map((run) => ({ ...run, proven: true, seed: 1 })), ...base.scenarios];
    const s1 = page({ ...base, scenarios }).scenarios[0]?.columns[1];
    expect(s1?.runs.map(({ look }) => look.word)).toEqual(['Not proven', 'Proven']);
  });
});

describe('the proof', () => {
  it('shows a bug that was not caught before all others, and how long it was tried', () => {
    const [first, second] = page(sampleFailure()).proof.matrix?.rows.shown ?? [];

    expect(first).toMatchObject({ name: 'claim-shares-a-lease', place: '–', runs: '440', seeds: '20' });
    expect(first?.look.word).toBe('Not caught');
    expect(second).toMatchObject({ place: 'S2-made-up', plan: 'swarm, seed 1', took: '1.2 s' });
  });

  it('counts runs that are accused without a bug against the harness', () => {
    const facts = page(sampleFailure()).proof.matrix?.facts ?? [];

    expect(facts.map(({ figure, look }) => [figure, look.word])).toEqual([
      ['4 of 5', 'Fail'],
      ['1 of 1', 'Pass'],
      ['1 of 40 runs', 'Fail'],
    ]);
  });

  it('says what to type when there is none, and nothing when the profile asks for none', () => {
    const missing = page(sampleMissing()).proof.absent;
    const base = sampleVerdict({ proof: null });
    const evidence = base.evidence.filter(({ kind }) => kind !== 'proof');
    const unasked = page({ ...base, evidence }).proof.absent;

    expect(missing?.next?.command).toContain('npx gate prove --evidence');
    expect([unasked?.look.word, unasked?.next]).toEqual(['Not asked', null]);
  });
});

describe('soak charts', () => {
  it('share an axis when ids share their first part and unit', () => {
    expect(page().soaks[0]?.charts.map(({ title, axis }) => `${title} ${axis}`)).toEqual([
      'Latency s',
      'Backlog tasks',
      'Throughput tasks/min',
      'Resident memory MiB',
    ]);
  });

  it('draw the limit of the objective that measures the very series', () => {
    expect(page().soaks[0]?.charts[0]?.chart.limit).toEqual({ label: 'limit 90 s', value: 90_000 });
    expect(page().soaks[0]?.charts[1]?.chart.limit).toBeNull();
  });

  it('can be read as a table that keeps the highest value', () => {
    const soak = sampleVerdict().soaks[0];
    if (soak === undefined) throw new Error('the sample has a soak');
    const points = [...Array(500).keys()].map((index) => [index * 1000, index === 333 ? 77 : 1] as const);
    const series = [{ id: 'backlog', label: 'Backlog', unit: 'tasks', points }];
    const [chart] = page(sampleVerdict({ soaks: [{ ...soak, series }] })).soaks[0]?.charts ?? [];
    expect(chart?.table.rows.length).toBeLessThanOrEqual(24);
    expect(chart?.table.rows.map(({ cells }) => cells[0])).toContain('1 – 77');
  });

  it('say no data where an objective has none', () => {
    const soak = sampleVerdict().soaks[0];
    if (soak === undefined) throw new Error('the sample has a soak');
    const slis = soak.slis.map((sli) => ({ ...sli, value: null, met: null, samples: 0 }));
    const [sli] = page(sampleVerdict({ soaks: [{ ...soak, slis }] })).soaks[0]?.slis ?? [];
    expect([sli?.value, sli?.look.word]).toEqual(['no data', 'No data']);
  });
});

describe('the integrity ledger', () => {
  it('balances enqueued against the states', () => {
    expect(page().integrity.look.word).toBe('Pass');
    expect(page().integrity.terms.map(({ state }) => state)).toEqual([
      'DONE',
      'FAILED',
      'BLOCKED',
      'PENDING',
      'IN_PROGRESS',
    ]);
  });

  it('says by how much it is off', () => {
    const base = sampleVerdict();
    const { look, says } = page({ ...base, integrity: { ...base.integrity, enqueued: 32_000 } }).integrity;
    expect([look.word, says]).toEqual([
      'Fail',
      'The states add up to 31,998, 2 away from what was enqueued.',
    ]);
  });

  it('takes no stimulus for no proof', () => {
    const guardrail = { hardExceeds: 0, blocked: 0, afterBlock: 0 };
    expect(page(sampleVerdict({ guardrail })).guardrail.map(({ look }) => look.word)).toEqual([
      'No data',
      'No data',
      'No data',
    ]);
  });
});

describe('test layers', () => {
  it('fail when a case neither passed nor was skipped', () => {
    const suites = sampleVerdict().suites.map((suite) => ({ ...suite, passed: suite.passed - 1 }));
    expect(new Set(page(sampleVerdict({ suites })).suites.rows.map(({ look }) => look.word))).toEqual(
      new Set(['Fail']),
    );
  });
});
