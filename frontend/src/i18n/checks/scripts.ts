import { type AST, parse } from 'svelte/compiler';
import ts from 'typescript';

/** Whatever in a file is TypeScript: all of it, or the scripts and the expressions of a component. */
export function scriptsOf(path: string, text: string): readonly ts.SourceFile[] {
  const parts = path.endsWith('.svelte') ? componentParts(text) : [text];
  return parts.map((part) => ts.createSourceFile(path, part, ts.ScriptTarget.Latest, true));
}

function componentParts(text: string): string[] {
  const { instance, module, fragment } = parse(text, { modern: true });
  const scripts = [instance, module].flatMap((script) =>
    script ? [text.slice(...span(script.content))] : [],
  );
  return [...scripts, ...expressionsIn(fragment, text)];
}

/** Expressions of a template, each as a statement. */
function expressionsIn(node: unknown, text: string): string[] {
  if (Array.isArray(node)) {
    return node.flatMap((each) => expressionsIn(each, text));
  }
  if (typeof node !== 'object' || node === null) {
    return [];
  }
  return Object.entries(node).flatMap(([name, child]: [string, unknown]) => {
    if (isExpression(child) && !['metadata', 'parent'].includes(name)) {
      return [`(${text.slice(...span(child))})`];
    }
    return name === 'metadata' ? [] : expressionsIn(child, text);
  });
}

/** Nodes of the template have names of their own; everything else is an expression of the language. */
const TEMPLATE =
  /^(Fragment|Text|Comment|.*Tag|.*Block|RegularElement|Component|TitleElement|Svelte\w+|SlotElement|Attribute|SpreadAttribute|\w+Directive|AttachTag)$/;

type Positioned = { readonly type: string; readonly start: number; readonly end: number };

function isExpression(node: unknown): node is Positioned {
  return (
    typeof node === 'object' &&
    node !== null &&
    'type' in node &&
    typeof node.type === 'string' &&
    'start' in node &&
    !TEMPLATE.test(node.type)
  );
}

function span({ start, end }: object & Partial<Positioned>): [number, number] {
  return [start ?? 0, end ?? 0];
}

/** The template of a component. */
export function templateOf(text: string): AST.Fragment {
  return parse(text, { modern: true }).fragment;
}
