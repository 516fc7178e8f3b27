/**
 * The report as people meet it: opened from disk in a real browser, on a phone and on a desk, light and dark.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/browser.js';
import type { Verdict } from '../verdict/verdict.js';
import { render } from './render.js';
import { sampleFailure, sampleMissing, sampleVerdict } from './testing/sample-verdict.js';

const LONG = 'x'.repeat(400);
const HOSTILE = `<script>document.title='owned'</script><img src=http://192.0.2.1/x onerror=alert(1)> \u202etxt.exe مرحبا ${LONG}`;

/** Texts that test names, faults and people could contain, at every place of the first screen and the drill-downs. */
function hostile(): Verdict {
  const text = JSON.stringify(sampleFailure()).replaceAll(/S1 lease contention|w1 was paused|INV-03/g, () =>
    JSON.stringify(HOSTILE).slice(1, -1),
  );
  const verdict = JSON.parse(text) as Verdict;
  const criteria = verdict.criteria.map((one) => ({
    ...one,
    owner: HOSTILE,
    title: { en: HOSTILE, ko: HOSTILE },
  }));
  return { ...verdict, criteria, candidate: { ...verdict.candidate, version: LONG } };
}

/** A failure whose limit is a whole sentence, and exposures with the longest name there is. */
function wordy(): Verdict {
  const sentence = 'back to PENDING or FAILED for good by an event that says so, late writes refused';
  const text = JSON.stringify(sampleFailure())
    .replaceAll('at most 1', sentence)
    .replaceAll('"exposure":{"runs"', '"exposure":{"S3 duplicateEnqueues"');
  return JSON.parse(text) as Verdict;
}

const SAMPLES = { passing: sampleVerdict, failing: sampleFailure, missing: sampleMissing, wordy, hostile };
type Sample = keyof typeof SAMPLES;
const WIDTHS = [320, 390, 1280];
const SCHEMES = ['light', 'dark'] as const;

/** Elements whose own text has too little contrast with what lies behind it, as `text: ratio`. */
const LOW_CONTRAST = `(() => {
  const parse = (colour) => {
    const parts = colour.match(/[\\d.]+/g).map(Number);
    const unit = colour.startsWith('color(') ? 255 : 1;
    return [parts[0] * unit, parts[1] * unit, parts[2] * unit, parts[3] ?? 1];
  };
  const over = (top, below) => top.slice(0, 3).map((part, i) => part * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((p) => (p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    if (element === null) return [255, 255, 255, 1];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, behind(element.parentElement));
  };
  const ownText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
  const closed = [...document.querySelectorAll('details:not([open])')];
  closed.forEach((details) => { details.open = true; });
  const found = [...document.querySelectorAll('body *')]
    .filter((element) => ownText(element) && element.closest('svg, style') === null)
    .flatMap((element) => {
      const style = getComputedStyle(element);
      const ground = behind(element);
      const [high, low] = [light(over(parse(style.color), ground)), light(ground)].sort((a, b) => b - a);
      const ratio = (high + 0.05) / (low + 0.05);
      const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
      return ratio < (large ? 3 : 4.5) ? [element.textContent.trim().slice(0, 40) + ': ' + ratio.toFixed(2)] : [];
    });
  closed.forEach((details) => { details.open = false; });
  return found;
})()`;

/** Words of labels and of the names of exposures that stand on several lines. */
const BROKEN_WORDS = `[...document.querySelectorAll('dt, .exposure')].flatMap((label) => {
  const text = label.firstChild;
  if (text?.nodeType !== Node.TEXT_NODE) return [];
  return [...text.data.matchAll(/\\S+/g)].filter(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return range.getClientRects().length > 1;
  }).map(([word]) => word);
})`;

/** A sample's page, and all it asked of the network or complained of since it was opened. */
interface Opened {
  readonly page: Page;
  readonly trouble: string[];
}

describe('the report in a browser', () => {
  let browser: Browser;
  let folder: string;
  const opened = new Map<string, Opened>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    browser = await chromium.launch({ executablePath: ensureChromium(), args: [...CHROMIUM_ARGS] });
    for (const [name, sample] of Object.entries(SAMPLES)) opened.set(name, await open(name, sample()));
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(name: string, verdict: Verdict): Promise<Opened> {
    const path = join(folder, `${name}.html`);
    await writeFile(path, render(verdict)['report.html']);
    const page = await browser.newPage();
    const url = pathToFileURL(path).href;
    const trouble: string[] = [];
    page.on('request', (request) => {
      if (request.url() !== url) trouble.push(`requested ${request.url()}`);
    });
    page.on('console', (message) => trouble.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(url);
    return { page, trouble };
  }

  /** The page of a sample at a width and in a colour scheme. */
  async function look(
    sample: Sample,
    width: number,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<Opened> {
    const found = opened.get(sample);
    if (found === undefined) throw new Error(`no page is open for ${sample}`);
    await found.page.setViewportSize({ width, height: 800 });
    await found.page.emulateMedia({ colorScheme });
    return found;
  }

  it.each(Object.keys(SAMPLES) as Sample[])(
    '%s: fits 320, 390 and 1280 px and needs no network',
    async (sample) => {
      for (const colorScheme of SCHEMES) {
        for (const width of WIDTHS) {
          const { page, trouble } = await look(sample, width, colorScheme);
          expect(
            await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
          ).toBeLessThanOrEqual(0);
          expect(trouble).toEqual([]);
        }
      }
    },
  );

  it('breaks no label and no name within a word, however much stands beside it', async () => {
    for (const width of WIDTHS) {
      const { page } = await look('wordy', width);
      expect(await page.evaluate(BROKEN_WORDS)).toEqual([]);
    }
  });

  it('shows verdict, why and next within 600 px of a desk', async () => {
    for (const sample of ['passing', 'failing', 'missing'] as const) {
      const { page } = await look(sample, 1280);
      for (const selector of ['h1', '.first .sentence', '.first .who .next', '.first .who .command']) {
        const box = await page.locator(selector).first().boundingBox();
        expect(box === null ? Number.POSITIVE_INFINITY : box.y + box.height).toBeLessThanOrEqual(600);
      }
    }
  });

  it('shows verdict and first reason on the first screen of a phone', async () => {
    const { page } = await look('failing', 390, 'dark');
    const box = await page.locator('.first .sentence').first().boundingBox();
    expect(box === null ? Number.POSITIVE_INFINITY : box.y + box.height).toBeLessThanOrEqual(600);
  });

  it('lets hostile text be text: no tag of its own, no reordering, no title changed', async () => {
    const { page } = await look('hostile', 1280);
    expect(await page.locator('script, img, [onerror]').count()).toBe(0);
    expect(await page.title()).toMatch(/^FAIL/);
    const text = await page.locator('.first').innerText();
    expect(text).toContain("<script>document.title='owned'</script>");
    expect(text).toContain('\\u202etxt.exe');
    expect(text).not.toContain('\u202e');
  });

  it.each(SCHEMES)('gives every text enough contrast, %s', async (colorScheme) => {
    for (const sample of ['passing', 'failing', 'missing'] as const) {
      const { page } = await look(sample, 1280, colorScheme);
      expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
    }
  });

  it('steps down one heading at a time and names every picture', async () => {
    const { page } = await look('failing', 1280);
    const levels = (await page.evaluate(
      '[...document.querySelectorAll("h1,h2,h3,h4")].map((heading) => Number(heading.tagName[1]))',
    )) as number[];
    expect(levels.filter((level) => level === 1)).toEqual(levels.slice(0, 1));
    expect(levels.slice(1).every((level, index) => level - (levels[index] ?? 0) <= 1)).toBe(true);
    const pictures = (await page.evaluate(
      `[...document.querySelectorAll('svg[role=img]')].map((svg) =>
        [svg.getAttribute('aria-labelledby'), svg.getAttribute('aria-describedby')].every(
          (id) => document.getElementById(id).textContent !== '') && svg.closest('section').querySelector('table') !== null)`,
    )) as boolean[];
    expect(pictures).toHaveLength(13);
    expect(pictures.every(Boolean)).toBe(true);
  });

  it('has each id once and no link to a place that is not there', async () => {
    const { page } = await look('missing', 1280);
    const broken = await page.evaluate(
      `[...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href').slice(1))
        .filter((id) => document.querySelectorAll('[id="' + id + '"]').length !== 1)`,
    );
    expect(broken).toEqual([]);
  });

  it('prints on at most fifteen pages', async () => {
    const { page } = await look('failing', 1280);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.length).toBeLessThanOrEqual(15);
  });
});
