import ts from 'typescript';
import { scriptsOf } from './scripts';
import type { Source } from './sources';

/** A call of `t` with the names of the values that it gives; undefined where they cannot be read off. */
export interface Call {
  readonly path: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Where the page uses its texts. */
export interface Uses {
  /** Calls of `t` with a whole key. */
  readonly calls: readonly Call[];
  /** Whether a text is used, also by a key that is put together. */
  mentions(key: string): boolean;
}

/** Reads off where the texts of the page are used. */
export function usesOf(sources: readonly Source[]): Uses {
  const keys = new Set<string>();
  const patterns: RegExp[] = [];
  const calls: Call[] = [];
  for (const { path, text } of sources) {
    for (const script of scriptsOf(path, text)) {
      visit(script, (node) => {
        if (ts.isStringLiteralLike(node)) {
          keys.add(node.text);
        } else if (ts.isTemplateExpression(node) && /^[a-z]\w*\./.test(node.head.text)) {
          patterns.push(patternOf(node));
        }
        if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
          calls.push(...callsOf(path, node));
        }
      });
    }
  }
  return {
    calls,
    mentions: (key) => keys.has(key) || patterns.some((pattern) => pattern.test(key)),
  };
}

/** Any key that fits a template. */
function patternOf(node: ts.TemplateExpression): RegExp {
  const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  return new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('[^.]+')}$`);
}

function callsOf(path: string, { arguments: [key, given] }: ts.CallExpression): Call[] {
  const keys =
    key && ts.isConditionalExpression(key) ? [key.whenTrue, key.whenFalse] : key === undefined ? [] : [key];
  if (given !== undefined && !ts.isObjectLiteralExpression(given)) {
    return [];
  }
  const values = (given?.properties ?? []).map(({ name }) =>
    name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : '',
  );
  return keys.filter(ts.isStringLiteralLike).map(({ text }) => ({ path, key: text, values }));
}

/** Shows every node of a tree. */
export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => {
    visit(child, see);
  });
}
