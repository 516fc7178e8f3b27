/**
 * Where the browser tests find Chromium. They open pages in a real browser or fail; a machine without one says
 * what to install and never passes by skipping.
 */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A place of its own first, then what distributions and vendors call it. */
const USUAL_PATH = '/usr/bin/chromium';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const INSTALLER = 'apt-get';
const INSTALL_LIMIT_MS = 300_000;

/** Switches that let it start in a container without a display or a second user. */
export const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu'] as const;

/** The first executable of `CHROMIUM_PATH`, the usual path and the usual names in `PATH`; null when there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | null {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const inPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const asked = environment['CHROMIUM_PATH'] ?? '';
  return [asked, USUAL_PATH, ...inPath].filter((path) => path !== '').find(isExecutable) ?? null;
}

/** Finds Chromium, or installs it where that is ours to do: as root on Debian. @throws saying what to install. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== null) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) install();
  const installed = findChromium();
  if (installed === null) {
    throw new Error(
      'no Chromium found: set CHROMIUM_PATH to one, or install it (Debian: apt-get install chromium; ' +
        'elsewhere: Chromium or Google Chrome in PATH)',
    );
  }
  return installed;
}

/** Test files may ask at once, so each waits for the package manager's lock. */
function install(): void {
  const options = { stdio: 'ignore', timeout: INSTALL_LIMIT_MS } as const;
  const wait = ['-o', `DPkg::Lock::Timeout=${INSTALL_LIMIT_MS / 1000}`];
  execFileSync(INSTALLER, [...wait, 'update'], options);
  execFileSync(INSTALLER, [...wait, 'install', '-y', '--no-install-recommends', 'chromium'], options);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
