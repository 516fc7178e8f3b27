/** The tests of a source file by their full titles, read from its text without running it. Pure. */
import ts from 'typescript';

/**
 * The title of every `it` in `source`, after those of the `describe`s around it, as the runner's `-t` takes them.
 * A title that is made from a table stands as it is written: `calls %d tokens %s`. One that is no literal is left out.
 */
export function testTitles(source: string): readonly string[] {
  const file = ts.createSourceFile('tests.ts', source, ts.ScriptTarget.Latest);
  const titles: string[] = [];
  const visit = (node: ts.Node, around: readonly string[]): void => {
    const call = registration(node);
    const inside = call === null ? around : [...around, call.title];
    if (call?.of === 'it') titles.push(inside.join(' '));
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(file, []);
  return titles;
}

interface Registration {
  readonly of: 'describe' | 'it';
  readonly title: string;
}

/** What `node` registers, when it is a call such as `it('…', …)`, `it.each(table)('…', …)` or `it.skip('…', …)`. */
function registration(node: ts.Node): Registration | null {
  if (!ts.isCallExpression(node)) return null;
  const [title] = node.arguments;
  const of = rootOf(node.expression);
  if (title === undefined || !ts.isStringLiteralLike(title) || (of !== 'describe' && of !== 'it'))
    return null;
  return { of, title: title.text };
}

/** The name a chain of properties and calls begins with: `it` of `it.concurrent.each(table)`. */
function rootOf(expression: ts.Expression): string | null {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression))
    return rootOf(expression.expression);
  return null;
}
