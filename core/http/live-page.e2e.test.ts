/** The live page as people meet it: in a real browser, on a phone and on a desk, light and dark, while work goes on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/browser.js';
import { startServer, type TestServer, TOKEN } from './testing/server.js';

const HOSTILE = `<img src=x onerror="document.title='owned'"><script>alert(1)</script> \u202etxt.exe مرحبا 한국어`;
const VIEWS = [
  { name: 'phone, light', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone, dark', width: 390, height: 844, colorScheme: 'dark' },
  { name: 'desk, light', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'desk, dark', width: 1280, height: 900, colorScheme: 'dark' },
] as const;

let browser: Browser;
let folder = '';
let server: TestServer;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: ensureChromium(), args: [...CHROMIUM_ARGS] });
});
afterAll(() => browser?.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-'));
  server = await startServer({ folder });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function post(path: string, body: object): Promise<unknown> {
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status).toBeLessThan(300);
  return answer.json();
}

const add = (id: string, task = `do ${id}`) =>
  post('/v1/tasks', { id, priority: 'P1', task, successCriteria: 'it is done' });
const claim = (holder: string) => post('/v1/claim', { holder });

interface Opened {
  readonly page: Page;
  readonly trouble: string[];
}

/** A tab past the door, and all that went wrong in it. */
async function enter(view: (typeof VIEWS)[number]): Promise<Opened> {
  const { width, height, colorScheme } = view;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => trouble.push('a dialog')));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:'))
      trouble.push(request.url());
  });
  page.on('console', (message) => {
    // A browser notes the one refusal that makes the page ask for its token.
    if (!message.text().includes('401')) trouble.push(message.text());
  });
  await page.goto(server.url);
  await page.fill('#token', TOKEN);
  await page.click('#door button');
  await page.waitForSelector('#link[data-state=live]');
  return { page, trouble };
}

describe('the live page', () => {
  it.each(VIEWS)(
    'shows a task the moment it is added and claimed, whatever its text: $name',
    async (view) => {
      await add('A');
      const { page, trouble } = await enter(view);
      await page.locator('#count-PENDING', { hasText: /^1$/ }).waitFor();
      await add('B', HOSTILE);
      await page.locator('#count-PENDING', { hasText: /^2$/ }).waitFor();
      await page.locator('.event:first-child', { hasText: /B added\s*PENDING/ }).waitFor();
      await claim('w1');
      await claim('w2');
      await page.locator('.task', { hasText: 'txt.exe' }).waitFor();
      expect(await page.locator('.holder h3').allInnerTexts()).toEqual(['w1 1 task', 'w2 1 task']);
      expect(await page.locator('.task .left').first().innerText()).toMatch(/^\d+ s left$/);
      const shown = await page.locator('.task .text').nth(1).innerText();
      expect(shown).toContain(
        `<img src=x onerror="document.title='owned'"><script>alert(1)</script> \\u202etxt.exe`,
      );
      expect(await page.locator('main img, main script').count()).toBe(0);
      expect(await page.title()).toBe('2 in progress, 0 pending');
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      expect(trouble).toEqual([]);
      await page.screenshot({ path: `/tmp/shots/${view.name.replace(', ', '-')}.png`, fullPage: true });
      await page.close();
    },
  );

  it('opens for its token only, and keeps it for this tab', async () => {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.fill('#token', 'another-token-altogether');
    await page.click('#door button');
    await page.locator('#refusal', { hasText: 'not its token' }).waitFor();
    expect(await page.locator('#board').isVisible()).toBe(false);
    await page.fill('#token', TOKEN);
    await page.click('#door button');
    await page.waitForSelector('#link[data-state=live]');
    await page.reload();
    await page.waitForSelector('#link[data-state=live]');
    expect(await page.locator('#door').isVisible()).toBe(false);
    await page.close();
  });

  it('says when the line is lost, and misses nothing of what happened meanwhile', async () => {
    await add('A');
    const { page } = await enter(VIEWS[2]);
    await server.stop();
    await page.waitForSelector('#link[data-state=lost]');
    server = await startServer({ folder, port: Number(new URL(server.url).port) });
    await add('B');
    await page.waitForSelector('#link[data-state=live]');
    await page.locator('.event', { hasText: 'B added' }).waitFor();
    expect(await page.locator('.event .id').allInnerTexts()).toEqual(['B', 'A']);
    await page.close();
  });
});
