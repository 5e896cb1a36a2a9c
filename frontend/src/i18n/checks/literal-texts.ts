import ts from 'typescript';
import { scriptsOf, templateOf } from './scripts';
import { visit } from './uses';

/** Attributes that readers, or those who hear the page, come across. */
const READ = new Set([
  'title',
  'label',
  'alt',
  'placeholder',
  'text',
  'description',
  'reason',
  'valueText',
  'aria-label',
  'aria-description',
  'aria-valuetext',
]);
/** The same in every language. */
const NAMES = new Set(['SpeakDraw', 'Realtime SpeakDraw', 'PNG', 'GIF', 'JPEG', 'WebM', 'MP4', 'ZIP', 'OBS']);
/** Elements whose content is no language. */
const CODE = new Set(['code', 'kbd']);
/** Properties in scripts that are read. */
const PROPERTIES = new Set(['title', 'label', 'text', 'description']);
/** Written in the technical words of the field whatever the language, or what the server would say in English. */
const TECHNICAL = new Set([
  'src/app/studio.svelte.ts',
  'src/engine/capture/media-type.ts',
  'src/engine/session/problem.ts',
]);

const WORD = /\p{L}{2,}/u;
/** A capital, and words. */
const SENTENCE = /^[“„«¡¿]?\p{Lu}\p{Ll}*[,:]? .*\p{L}{2,}/u;
/** Three words. Of the engine, which nobody reads, they are messages for programmers, or what somebody may say. */
const WORDS = /\p{L}+ \p{L}+ \p{L}{2,}/u;

/** Texts in a file that are not in a dictionary though readers see them, each with the file's path. */
export function literalTexts(path: string, text: string): readonly string[] {
  const found = [
    ...(path.endsWith('.svelte') ? inTemplate(templateOf(text), '') : []),
    ...(TECHNICAL.has(path) ? [] : inScripts(path, text)),
  ];
  return found.filter((each) => !NAMES.has(each)).map((each) => `${path}: ${each}`);
}

function inTemplate(node: unknown, around: string): string[] {
  if (Array.isArray(node)) {
    return node.flatMap((each) => inTemplate(each, around));
  }
  if (typeof node !== 'object' || node === null || !('type' in node)) {
    return typeof node === 'object' && node !== null && 'nodes' in node ? inTemplate(node.nodes, around) : [];
  }
  if (node.type === 'Text' && 'data' in node) {
    const data = String(node.data).trim().replaceAll(/\s+/g, ' ');
    return WORD.test(data) && !CODE.has(around) ? [data] : [];
  }
  if (node.type === 'StyleDirective') {
    return [];
  }
  if (node.type === 'Attribute' && 'name' in node && 'value' in node) {
    return READ.has(String(node.name)) ? inTemplate(node.value, around) : [];
  }
  const name = 'name' in node && typeof node.name === 'string' ? node.name : around;
  return Object.entries(node)
    .filter(([key]) => !['expression', 'metadata', 'test', 'context'].includes(key))
    .flatMap(([, child]: [string, unknown]) => inTemplate(child, name));
}

function inScripts(path: string, text: string): string[] {
  const found: string[] = [];
  for (const script of scriptsOf(path, text)) {
    visit(script, (node) => {
      const words = ts.isStringLiteralLike(node)
        ? node.text
        : ts.isTemplateExpression(node)
          ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
          : '';
      const prose = SENTENCE.test(words) || (!path.startsWith('src/engine/') && WORDS.test(words));
      if ((prose || (WORD.test(words) && isRead(node))) && !forProgrammers(node)) {
        found.push(words);
      }
    });
  }
  return found;
}

/** Whether it is the value of a property that readers come across. */
function isRead({ parent }: ts.Node): boolean {
  return ts.isPropertyAssignment(parent) && ts.isIdentifier(parent.name) && PROPERTIES.has(parent.name.text);
}

/** An argument of an error is for the log. */
function forProgrammers(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isNewExpression(parent) ||
    (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.SuperKeyword)
  );
}
