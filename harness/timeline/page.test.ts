import { describe, expect, it } from 'vitest';
import { HistoryBuilder } from '../history/by-hand/history-builder.js';
import { timelinePage } from './page.js';

const HOSTILE = `"><script>alert('x')</script><img src=x onerror=alert(1)>&\u202etxt\u0000`;

function page(task: string, over: { because?: string; replay?: string } = {}): string {
  const run = new HistoryBuilder();
  run.enqueue(task, { key: task });
  const claim = run.claim('w1/1', task, 1);
  run.at(40).fault('pause');
  run.at(50).complete('w1/1', task, 1);
  const violation = {
    invariant: 'INV-01',
    name: 'single-holder',
    because: over.because ?? 'two held it',
    witness: [claim],
  };
  return timelinePage({
    history: run.history(),
    violations: [violation, { ...violation, invariant: 'INV-09', witness: [] }],
    says: 'A task has one holder.',
    replay: over.replay ?? 'npx gate scenario replay runs/a',
  });
}

/** Names of all elements of a page. */
const elements = (html: string) => new Set([...html.matchAll(/<([a-z0-9]+)/gi)].map(([, name]) => name));

describe('the page of a violated run', () => {
  it('says the scenario, seed, mode, invariant and sentence in its title, and how to replay', () => {
    const html = page('T');

    expect(html).toContain('<title>INV-01, INV-09 violated: by-hand, seed 1, simulated: two held it</title>');
    expect(html).toContain('<code>npx gate scenario replay runs/a</code>');
    expect(html).toContain('A task has one holder.');
  });

  it('asks for nothing and runs nothing', () => {
    const html = page('T');

    expect(html).not.toMatch(/<script|<link|<img|@import|https?:|url\((?!#)/);
    expect(html).toContain(`default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;`);
  });

  it('has a picture for each violation that lines witness, and says so of the others', () => {
    const html = page('T');

    expect(html.match(/class="plot"/g)).toHaveLength(1);
    expect(html).toContain('No line of the history witnesses it: it shows in the final read.');
  });

  it('numbers the witness as the picture does, with who, when, what and what came of it', () => {
    expect(page('T')).toContain(
      '<b>1</b><span>w1/1, 0 ms to 0 ms: claim, answered ok task T run 1 fence 1 until 100 ms (lines 2 and 3)',
    );
  });

  it('says what it leaves out', () => {
    expect(page('T')).toContain('The whole run: 3 calls.');
  });

  it.each([
    ['a task’s id', page(HOSTILE)],
    ['the sentence of a violation', page('T', { because: HOSTILE })],
    ['the replay command', page('T', { replay: HOSTILE })],
  ])('lets no text from the run become markup: %s', (_, html) => {
    expect(elements(html)).toEqual(elements(page('T')));
    expect(html.replaceAll(/"[^"]*"/g, '')).not.toMatch(/<[^>]* onerror=/);
    expect(html).toContain('&lt;script&gt;');
  });

  it('writes out what no eye sees', () => {
    const html = page('T', { because: HOSTILE });

    expect(html).not.toContain('\u202e');
    expect(html).toContain('\\u202etxt\\u0000');
  });

  it('keeps a very long name short in the picture', () => {
    const labels = [...page('x'.repeat(5000)).matchAll(/class="label[^>]*>([^<]*)</g)];

    expect(labels.length).toBeGreaterThan(0);
    expect(Math.max(...labels.map(([, label = '']) => label.length))).toBeLessThan(60);
  });
});
