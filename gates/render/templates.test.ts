import { describe, expect, it } from 'vitest';
import { fillTemplate } from './templates.js';
import { sampleFailure, sampleVerdict } from './testing/sample-verdict.js';
import { pageView } from './view-model.js';

const SHA = 'f'.repeat(64);

describe('templates', () => {
  it.each(Object.keys(pageView(sampleVerdict(), SHA)))('throw when the page has no %s', (key) => {
    const { [key]: _gone, ...rest } = pageView(sampleVerdict(), SHA) as Record<string, unknown>;
    expect(() => fillTemplate('report.html.hbs', rest)).toThrow();
  });

  it('throw when a field deep in a list is missing', () => {
    const page = pageView(sampleFailure(), SHA);
    const [reason] = page.first.reasons;
    const { next: _gone, ...broken } = { ...reason };
    const view = { ...page, first: { ...page.first, reasons: [broken] } };
    expect(() => fillTemplate('report.html.hbs', view)).toThrow();
  });

  it('throw when the argument of a block is missing', () => {
    const page = pageView(sampleVerdict(), SHA);
    const { failures: _gone, ...suites } = page.suites;
    expect(() => fillTemplate('report.html.hbs', { ...page, suites })).toThrow();
  });

  it('throw on an empty view of the summary', () => {
    expect(() => fillTemplate('summary.md.hbs', {})).toThrow();
  });
});
