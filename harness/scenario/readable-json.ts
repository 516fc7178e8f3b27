/** JSON for people: what fits on a line stands on one, the rest is indented. The form is that of our formatter. */

/** Columns a line may have, its comma apart. */
const WIDTH = 109;

export function readableJson(value: unknown): string {
  return written(value, { indent: '', before: 0 });
}

interface Place {
  readonly indent: string;
  /** Columns taken on the line by the name of the field. */
  readonly before: number;
}

function written(value: unknown, { indent, before }: Place): string {
  const short = onOneLine(value);
  if (typeof value !== 'object' || value === null) return short;
  if (indent.length + before + short.length <= WIDTH && !isListOfThings(value)) return short;
  const deeper = `${indent}  `;
  const below = (item: unknown, name: string) =>
    `${deeper}${name}${written(item, { indent: deeper, before: name.length })}`;
  if (Array.isArray(value)) return `[\n${value.map((item) => below(item, '')).join(',\n')}\n${indent}]`;
  const fields = Object.entries(value).map(([name, field]) => below(field, `${JSON.stringify(name)}: `));
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

function isListOfThings(value: object): boolean {
  return Array.isArray(value) && value.length > 1 && typeof value[0] === 'object';
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}: ${onOneLine(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
