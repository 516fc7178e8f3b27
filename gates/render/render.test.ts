import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../verdict/verdict.js';
import { render } from './render.js';
import { sampleFailure, sampleMissing, sampleVerdict, withReason } from './testing/sample-verdict.js';

const TEMPLATES = new URL('./templates/', import.meta.url);
const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>{{constructor}}`;

/** Every text of a verdict replaced, except the words that code switches on. */
function withTexts(verdict: Verdict, text: string): Verdict {
  const kept = new Set(['verdict', 'status', 'mode', 'state', 'kind', 'failKind', 'schema']);
  const replaced = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return kept.has(key) ? value : text;
    if (Array.isArray(value)) return value.map((inner) => replaced(inner, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaced(inner, name)]));
  };
  return replaced(verdict, '') as Verdict;
}

describe('render', () => {
  it('gives the same bytes for the same verdict', () => {
    expect(render(sampleFailure())).toEqual(render(structuredClone(sampleFailure())));
  });

  it('writes the verdict whole, with a point of a series on one line', () => {
    const json = render(sampleVerdict())['verdict.json'];
    expect(JSON.parse(json)).toEqual(sampleVerdict());
    expect(json).toMatch(/^ +\[0, [\d.]+\],$/m);
  });

  it('prints the digest of verdict.json in the report', () => {
    const files = render(sampleVerdict());
    const digest = createHash('sha256').update(files['verdict.json']).digest('hex');
    expect(files['report.html']).toContain(digest);
  });

  it('needs no network and no script', () => {
    const html = render(sampleVerdict())['report.html'];
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|https?:|\son\w+=/i);
  });

  it('lets hostile text be text everywhere', () => {
    for (const verdict of [sampleFailure(), sampleMissing()]) {
      const files = render(withTexts(verdict, HOSTILE));
      expect(files['report.html']).not.toMatch(/<script|<img/i);
      expect(files['summary.md'].replace(/(`+).+?\1/g, '')).not.toMatch(/<script|<img/i);
      expect(files['junit.xml']).not.toMatch(/<script|<img/i);
      expect(files['report.html']).toContain('&lt;script&gt;');
    }
  });

  it('never links to where a path of evidence must not lead', () => {
    for (const path of [
      'javascript:alert(1)',
      '//host/x',
      '/etc/passwd',
      '../x',
      'a/../../x',
      'https://x',
      'data:x',
    ]) {
      const html = render(withTexts(sampleFailure(), path))['report.html'];
      expect(html).not.toContain(`href="${path}`);
    }
  });

  it('cites the evidence of every check, or says that there is none', () => {
    const verdict = sampleMissing();
    const html = render(verdict)['report.html'];
    for (const { id, checks } of verdict.criteria) {
      const body = html.split(`id="criterion-${id}"`)[1]?.split('</tbody>')[0] ?? '';
      for (const check of checks) {
        for (const { path, sha256 } of check.evidence) {
          expect(body).toContain(`href="${path}"`);
          expect(body).toContain(`sha256 ${sha256}`);
        }
        for (const reason of check.reasons)
          expect(body).toContain(reason.evidence?.path ?? 'no evidence to cite');
      }
    }
  });

  it('cites the record behind every suite, path, scenario and soak', () => {
    const verdict = sampleVerdict();
    const html = render(verdict)['report.html'];
    for (const { record } of verdict.evidence)
      expect(html.split(`href="${record}"`).length).toBeGreaterThan(2);
  });

  it('marks every simulated run, in its heading and in each of its charts', () => {
    const html = render(sampleVerdict())['report.html'];
    const soak = html.split('<h3>soak-72h')[1]?.split('</article>')[0] ?? '';
    expect(soak.match(/class="watermark"/g)).toHaveLength(4);
    expect(soak).toContain('<b>NOT WALL-CLOCK</b>');
    const real = html.split('<h3>soak-smoke')[1]?.split('</article>')[0] ?? '';
    expect(real).not.toContain('NOT WALL-CLOCK');
  });

  it('stays below two megabytes with thousands of reasons and the longest series', () => {
    let verdict = sampleFailure();
    const reason = verdict.criteria.flatMap(({ checks }) => checks).flatMap(({ reasons }) => reasons)[0];
    if (reason === undefined) throw new Error('the sample has a reason');
    for (let index = 0; index < 1_000; index += 1) {
      const next = { ...reason.next, command: `npx vitest run -t ${index}` };
      verdict = withReason(verdict, 'RC-P1', ['FAIL', { ...reason, because: 'x'.repeat(3_000), next }]);
    }
    const points = Array.from(
      { length: 1_000 },
      (_, index) => [index * 259_200, Math.sin(index) * 1e6] as const,
    );
    const soaks = verdict.soaks.map((soak) => ({
      ...soak,
      series: soak.series.map((series) => ({ ...series, points })),
      faults: Array.from({ length: 3_000 }, (_, index) => ({
        fromMs: index * 86_400,
        toMs: index * 86_400 + 9,
        kind: 'x',
      })),
    }));
    const html = render({ ...verdict, soaks })['report.html'];
    expect(Buffer.byteLength(html)).toBeLessThan(2 * 1024 * 1024);
  });

  it('shows every verdict with its own word', () => {
    for (const name of [
      'PASS',
      'PASS_WITH_WAIVERS',
      'QUICK_OK (uncommitted)',
      'NIGHTLY_OK',
      'FIXTURE_OK',
    ] as const) {
      expect(render(sampleVerdict({ verdict: name }))['report.html']).toContain(
        `<h1 id="verdict">${name}</h1>`,
      );
    }
  });

  it('draws a verdict with nothing in it', () => {
    const empty = {
      criteria: [],
      evidence: [],
      suites: [],
      e2e: [],
      scenarios: [],
      soaks: [],
      limitations: [],
    };
    const integrity = { ...sampleVerdict().integrity, enqueued: 0, byState: {} };
    const html = render(sampleVerdict({ ...empty, integrity }))['report.html'];
    expect(html).toContain('nothing is proven');
  });

  it('has no template that could let markup through', () => {
    for (const file of readdirSync(TEMPLATES)) {
      expect(readFileSync(new URL(file, TEMPLATES), 'utf8')).not.toMatch(/\{\{\{|\{\{&/);
    }
  });
});
