/**
 * The live page as one document: its text, style and script put together, and the policy under which a browser runs
 * them and nothing else.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface LivePage {
  readonly html: string;
  /** The value of Content-Security-Policy. */
  readonly policy: string;
}

/** Reads the page from the package. */
export function livePage(): LivePage {
  const folder = pageFolder();
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const style = read('live.css');
  const script = read('live.js');
  const html = read('live.html')
    .replace('<style></style>', () => `<style>${style}</style>`)
    .replace('<script></script>', () => `<script type="module">${script}</script>`);
  return { html, policy: policyFor(style, script) };
}

function policyFor(style: string, script: string): string {
  return [
    `default-src 'none'`,
    `style-src '${hash(style)}'`,
    `script-src '${hash(script)}'`,
    `connect-src 'self'`,
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Source and build lie at different depths below the package, so the folder is found by walking up to the package. */
function pageFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  let folder = start;
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder))
      throw new Error(`no package.json above ${start}; install the package again`);
    folder = dirname(folder);
  }
  return join(folder, 'core', 'http', 'page');
}
