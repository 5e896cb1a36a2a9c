/**
 * What a spoken sentence means. What is not a command is a prompt.
 *
 * | in English | meant |
 * | --- | --- |
 * | draw (paint, sketch, show me) X | the prompt X |
 * | make it X | a style: takes the place of the last style; something new ("a dragon"): takes the place of the subject and keeps the styles; anything else: is appended |
 * | add X | X joins the subject, before the styles |
 * | only me, everything | mode `human`, mode `full` |
 * | more, less | strength up, strength down |
 * | undo, redo | the prompt before, and back again |
 * | freeze, unfreeze | the setting `freeze` |
 * | save this as NAME | a preset |
 * | clear | a fresh sheet |
 * | yes, no | the answer to a question of the page |
 *
 * `commands/` has a file for each language. A command without its rest ("draw") is `incomplete`. Courtesy at either end
 * ("please", "could you") says nothing. A prompt is read as parts with commas between them; the trailing ones that
 * {@link isStyle} knows are its styles.
 */
import {
  bare,
  type CommandLanguage,
  courtesyOf,
  type OpenCommand,
  type Pattern,
  patternOf,
  type WholeCommand,
} from './commands/command-language';
import { english } from './commands/english';
import { french } from './commands/french';
import { german } from './commands/german';
import { spanish } from './commands/spanish';

/** What the page is asked to do. */
export type Intent =
  | { readonly kind: 'prompt'; readonly text: string }
  | { readonly kind: 'mode'; readonly mode: 'human' | 'full' }
  | { readonly kind: 'strength'; readonly direction: 1 | -1 }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'freeze'; readonly on: boolean }
  | { readonly kind: 'save'; readonly name: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'answer'; readonly yes: boolean }
  /** The beginning of a command without its rest; `example` is how to say it. */
  | { readonly kind: 'incomplete'; readonly example: string }
  /** Nothing but courtesy. */
  | { readonly kind: 'nothing' };

const WHOLE: Readonly<Record<WholeCommand, Intent>> = {
  human: { kind: 'mode', mode: 'human' },
  full: { kind: 'mode', mode: 'full' },
  more: { kind: 'strength', direction: 1 },
  less: { kind: 'strength', direction: -1 },
  undo: { kind: 'undo' },
  redo: { kind: 'redo' },
  freeze: { kind: 'freeze', on: true },
  unfreeze: { kind: 'freeze', on: false },
  clear: { kind: 'clear' },
  yes: { kind: 'answer', yes: true },
  no: { kind: 'answer', yes: false },
};

/** What is tried first comes first. */
const OPEN: readonly OpenCommand[] = ['make', 'add', 'save', 'draw'];

/** A language, ready for use. */
interface Readied {
  readonly language: CommandLanguage;
  readonly phrases: ReadonlyMap<string, WholeCommand>;
  readonly patterns: readonly { readonly command: OpenCommand; readonly pattern: Pattern }[];
  readonly courtesy: { readonly before: RegExp; readonly after: RegExp };
}

function ready(language: CommandLanguage): Readied {
  const phrases = Object.entries(language.phrases) as [WholeCommand, readonly string[]][];
  return {
    language,
    phrases: new Map(phrases.flatMap(([command, all]) => all.map((each) => [words(each), command] as const))),
    patterns: OPEN.flatMap((command) =>
      language.patterns[command].map((written) => ({ command, pattern: patternOf(written) })),
    ),
    courtesy: courtesyOf(language.courtesy),
  };
}

const LANGUAGES = [english, german, french, spanish].map(ready);
const ARTICLES = new Set(LANGUAGES.flatMap(({ language }) => language.articles));

/** Whether a part of a prompt says how it is made rather than what it shows. */
export function isStyle(part: string): boolean {
  const text = bare(part.trim());
  return LANGUAGES.some(({ language }) => language.style.test(text));
}

/** Nothing but words, without accents and case, with a space between them. */
function words(text: string): string {
  return bare(text)
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();
}

/** What is said twice, once: people do that to be understood, and models that listen by mistake. */
function once(text: string): string {
  const half = text.slice(0, (text.length - 1) / 2);
  return text === `${half} ${half}` ? half : text;
}

/** Without white space and punctuation at its ends. */
function trimmed(text: string): string {
  return text.replace(/^[\s,.;:!?¡¿…"“”„«»-]+|[\s,.;:!?…"“”«»-]+$/g, '').replace(/\s+/g, ' ');
}

/** The same with a small article at the beginning. */
function plain(text: string): string {
  return trimmed(text).replace(/^\p{Lu}\p{Ll}*(?= )/u, (first) =>
    ARTICLES.has(first.toLowerCase()) ? first.toLowerCase() : first,
  );
}

function withoutCourtesy(text: string, { courtesy }: Readied): string {
  const said = `${plain(text)} `;
  const from = courtesy.before.exec(bare(said))?.[0].length ?? 0;
  const rest = said.slice(from);
  const to = courtesy.after.exec(bare(rest))?.index ?? rest.length;
  return plain(rest.slice(0, to));
}

/** The parts of a prompt: what it shows, and the styles behind that. */
function partsOf(prompt: string): { readonly content: string[]; readonly styles: string[] } {
  const parts = prompt
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const content = parts.findLastIndex((part) => !isStyle(part)) + 1;
  // A prompt of nothing but styles shows the first of them.
  const cut = Math.max(1, content);
  return { content: parts.slice(0, cut), styles: parts.slice(cut) };
}

function remade(before: string, change: string, language: CommandLanguage): string {
  const { content, styles } = partsOf(before);
  if (isStyle(change)) {
    return [...content, ...styles.slice(0, -1), change].join(', ');
  }
  return language.thing.test(bare(change))
    ? [change, ...styles].join(', ')
    : [...content, ...styles, change].join(', ');
}

function extended(before: string, addition: string): string {
  const { content, styles } = partsOf(before);
  return [...content, addition, ...styles].join(', ');
}

function meant(command: OpenCommand, rest: string, before: string, language: CommandLanguage): Intent {
  switch (command) {
    case 'draw':
      return { kind: 'prompt', text: plain(rest) };
    case 'make':
      return { kind: 'prompt', text: remade(before, plain(rest), language) };
    case 'add':
      return { kind: 'prompt', text: extended(before, plain(rest)) };
    case 'save':
      return { kind: 'save', name: rest };
  }
}

/** A command with something of one's own, or its beginning. */
function opened(text: string, before: string, { language, patterns }: Readied): Intent | undefined {
  const said = `${text} `;
  for (const { command, pattern } of patterns) {
    if (pattern.beginning.test(bare(said))) {
      return { kind: 'incomplete', example: language.examples[command] };
    }
    const [from, to] = pattern.whole.exec(bare(said))?.indices?.groups?.['rest'] ?? [];
    const rest = trimmed(said.slice(from, to));
    if (from !== undefined && rest !== '') {
      return meant(command, rest, before, language);
    }
  }
  return undefined;
}

/** The languages that a sentence may be in: what was heard, and English, which everybody's commands were first in. */
function tried(heard: string): readonly Readied[] {
  const own = LANGUAGES.filter(({ language }) => language.code === heard);
  return own.length > 0 ? [...new Set([...own, ...LANGUAGES.slice(0, 1)])] : LANGUAGES;
}

/** A command that is said as a whole. Short ones are often heard in the wrong language. */
function whole(said: string, heard: string): WholeCommand | undefined {
  for (const readied of new Set([...tried(heard), ...LANGUAGES])) {
    const command = readied.phrases.get(once(words(withoutCourtesy(said, readied))));
    if (command) {
      return command;
    }
  }
  return undefined;
}

/** Whether nothing can follow: a command that is said as a whole. */
export function isWholeCommand(said: string): boolean {
  return whole(said, '') !== undefined;
}

/** Whether it is a command with all its words: what is said next is another one. A prompt may go on. */
export function isDone(said: string): boolean {
  const { kind } = interpret(said, '', '');
  return kind !== 'prompt' && kind !== 'incomplete' && kind !== 'nothing';
}

/**
 * What a sentence means.
 *
 * @param said as it was understood, with whatever case and punctuation
 * @param heard code of its language; empty where nobody knows
 * @param before the prompt in force, which "make it" and "add" change
 */
export function interpret(said: string, heard: string, before: string): Intent {
  const command = whole(said, heard);
  if (command) {
    return WHOLE[command];
  }
  const languages = tried(heard);
  for (const readied of languages) {
    // Some begin with what is courtesy elsewhere.
    for (const text of [plain(said), withoutCourtesy(said, readied)]) {
      const intent = opened(text, before, readied);
      if (intent) {
        return intent;
      }
    }
  }
  const text = languages.reduce((rest, readied) => withoutCourtesy(rest, readied), said);
  return text === '' ? { kind: 'nothing' } : { kind: 'prompt', text: plain(text) };
}

/** Some commands of a language, one sentence after the other; empty where there are none in it. */
export function expectedIn(code: string): string {
  return LANGUAGES.find(({ language }) => language.code === code)?.language.expected ?? '';
}

/** What can be said as a whole in a language, but for answers; in English where there are no commands in it. */
export function phrasesIn(heard: string): readonly string[] {
  const phrases = tried(heard)[0]?.language.phrases;
  return Object.entries(phrases ?? {})
    .filter(([command]) => command !== 'yes' && command !== 'no')
    .flatMap(([, all]) => all);
}
