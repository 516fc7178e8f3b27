import { describe, expect, it } from 'vitest';
import { ensureChromium, findChromium } from './browser.js';

describe('finding Chromium', () => {
  it('takes the one that CHROMIUM_PATH names', () => {
    expect(findChromium({ CHROMIUM_PATH: process.execPath })).toBe(process.execPath);
  });

  it('does not take a path that cannot be run', () => {
    expect(findChromium({ CHROMIUM_PATH: '/nowhere/chromium' })).not.toBe('/nowhere/chromium');
  });

  it('agrees with what the browser tests will start', () => {
    expect(ensureChromium()).toBe(findChromium());
  });
});
