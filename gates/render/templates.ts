/**
 * The Handlebars environment of the renderings: strict, so a field that is missing throws instead of printing
 * nothing, and escaping everything but the pictures and Markdown that this folder's own code built.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { type LineChart, lineChart } from './chart/line-chart.js';
import { progressBar } from './chart/progress-bar.js';
import { type Pyramid, pyramid } from './chart/pyramid.js';
import { markdownCode, markdownText } from './markdown.js';
import { command, element, type Markup } from './markup.js';

export type Template = 'report.html.hbs' | 'summary.md.hbs';

/** Fills a template. @throws when the template asks for something the view does not have. */
export function fillTemplate(name: Template, view: object): string {
  environment ??= newEnvironment();
  return environment.compile(`{{> ${name.replace(/\.hbs$/, '')}}}`, { strict: true })(view);
}

/** Read and compiled at the first use; every template of a process comes from one reading. */
let environment: typeof Handlebars | null = null;

function newEnvironment(): typeof Handlebars {
  const folder = templateFolder();
  const fresh = Handlebars.create();
  for (const file of readdirSync(folder)) {
    fresh.registerPartial(file.replace(/\.(hbs|css)$/, ''), readFileSync(join(folder, file), 'utf8'));
  }
  fresh.registerHelper({ ...pictures(), ...markdown(), ...strictBlocks(fresh) });
  return fresh;
}

/** Source and build lie at different depths below the package, so the folder is found by walking up to the package. */
function templateFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) {
      throw new Error(
        `no package.json above ${fileURLToPath(import.meta.url)}; install the whole package again`,
      );
    }
    folder = dirname(folder);
  }
  return join(folder, 'gates', 'render', 'templates');
}

/** Helpers win over fields of the same name, so theirs start with a verb. */
const safe = (markup: string) => new Handlebars.SafeString(markup);

function pictures() {
  return {
    drawIcon: (name: string) => safe(icon(present(name))),
    drawLines: (chart: LineChart) => safe(lineChart(present(chart))),
    drawPyramid: (picture: Pyramid) => safe(pyramid(present(picture))),
    drawCommand: (line: string) => safe(command(present(line))),
    drawBar: (share: number, watermark: string | null) =>
      safe(progressBar(present(share), present(watermark) === null ? 'real' : 'simulated')),
  };
}

/** A symbol of `icons.hbs`; the word beside it is what counts. */
function icon(name: string): Markup {
  return element('svg', { class: 'icon', 'aria-hidden': 'true', focusable: 'false' }, [
    element('use', { href: `#icon-${name}` }),
  ]);
}

function markdown() {
  return {
    mdText: (text: string) => safe(markdownText(present(text))),
    mdCode: (text: string) => safe(markdownCode(present(text))),
  };
}

/** Handlebars' strictness stops at the arguments of blocks; these close the hole. */
function strictBlocks(fresh: typeof Handlebars): Record<string, Handlebars.HelperDelegate> {
  return Object.fromEntries(
    ['if', 'unless', 'each', 'with'].map((name) => {
      const block = fresh.helpers[name] as Handlebars.HelperDelegate;
      const strict: Handlebars.HelperDelegate = function (this: unknown, context: unknown, options: unknown) {
        return block.call(this, present(context), options);
      };
      return [name, strict];
    }),
  );
}

function present<T>(value: T): T {
  if (value === undefined) throw new Error('the template asks for a field that its view does not have');
  return value;
}
