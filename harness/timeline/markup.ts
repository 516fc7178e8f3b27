/**
 * Markup as text. Every text and attribute is escaped here and nowhere else, and what no eye sees is written out, so
 * what a run says can neither become a tag nor reorder the words around it.
 */

/** Markup this module built: the only strings that may enter the page unescaped. */
export type Markup = string & { readonly markup: unique symbol };

type Attributes = Readonly<Record<string, string | number>>;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Controls, marks of direction, invisible joiners, lone surrogates. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as markup. */
export function text(value: string): Markup {
  const seen = value.replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return seen.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '') as Markup;
}

/** One element with its children. Names of elements and attributes are ours, never those of a run. */
export function element(name: string, attributes: Attributes, children: readonly Markup[] = []): Markup {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${text(figure(value))}"`);
  return `<${name}${written.join('')}>${children.join('')}</${name}>` as Markup;
}

/** An element without children that has no end tag in HTML. */
export function empty(name: string, attributes: Attributes): Markup {
  return element(name, attributes).replace(`></${name}>`, '>') as Markup;
}

/** Coordinates keep one decimal; a tenth of a pixel is below what an eye sees. */
function figure(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}
