/**
 * Markup as text. Every text and attribute is escaped here and nowhere else, so what this module returns may enter
 * a page as it is: it cannot carry the tags of a test's name.
 */

/** Markup this module built: the only strings that may enter a page unescaped. */
export type Markup = string & { readonly markup: unique symbol };

type Attributes = Readonly<Record<string, string | number>>;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as markup. */
export function text(value: string): Markup {
  return value.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '') as Markup;
}

/** One element with its children. */
export function element(name: string, attributes: Attributes, children: readonly Markup[] = []): Markup {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${text(attributeText(value))}"`);
  return `<${name}${written.join('')}>${children.join('')}</${name}>` as Markup;
}

/** Coordinates keep one decimal; a tenth of a unit is below what an eye sees. */
function attributeText(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}

/** A command as words that stay whole when the line breaks, so that no flag is torn from its dashes. */
export function command(line: string): Markup {
  const words = line.split(' ').map((word) => element('span', { class: 'word' }, [text(word)]));
  return element('code', {}, [words.join(' ') as Markup]);
}
