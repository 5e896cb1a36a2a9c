/** What is said as a whole, and nothing else with it. */
export type WholeCommand =
  'human' | 'full' | 'more' | 'less' | 'undo' | 'redo' | 'freeze' | 'unfreeze' | 'clear' | 'yes' | 'no';

/** What is said with something of one's own: `*` in a {@link CommandLanguage.patterns}. */
export type OpenCommand = 'draw' | 'make' | 'add' | 'save';

/**
 * How people ask for things in one language. Case, accents and punctuation do not matter.
 *
 * A pattern is words, of which `[one|other]` may be left out, `(one|other)` is one of several, and `*` stands for what
 * the command is about: `(draw|paint) [me|us] *`.
 */
export interface CommandLanguage {
  /** ISO 639-1. */
  readonly code: string;
  readonly phrases: Readonly<Record<WholeCommand, readonly string[]>>;
  /** Those of `make` are tried before those of `draw`. */
  readonly patterns: Readonly<Record<OpenCommand, readonly string[]>>;
  /** How to say it, for those who said only its beginning. */
  readonly examples: Readonly<Record<OpenCommand, string>>;
  /** Some of it, for the model that listens: short words are understood far better when they are expected. */
  readonly expected: string;
  /** Patterns without `*` of what says nothing at the beginning or at the end. */
  readonly courtesy: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** A part of a prompt that says how it is made rather than what it shows. */
  readonly style: RegExp;
  /** A part that names a thing. */
  readonly thing: RegExp;
  /** Words that are written small at the beginning of a prompt. */
  readonly articles: readonly string[];
}

/** A pattern's regular expression; what stands for `*` is the group `rest`. */
export interface Pattern {
  readonly whole: RegExp;
  /** It without its rest. */
  readonly beginning: RegExp;
}

const UNIT = /\[[^\]]*\]|\([^)]*\)|\S+/g;
/** Between two words. */
const GAP = '[\\s,.;:!?¿¡…-]+';

/** Without accents and case; as long as the text. */
export function bare(text: string): string {
  return Array.from(text.replaceAll('’', "'"), (letter) => {
    const plain = letter.normalize('NFD').charAt(0).toLowerCase();
    return plain.length === letter.length ? plain : letter;
  }).join('');
}

function unit(text: string): string {
  const choice = text
    .replace(/^[[(]|[\])]$/g, '')
    .split('|')
    .map((each) => each.replaceAll(/[ -]/g, GAP))
    .join('|');
  return text.startsWith('[') ? `(?:(?:${choice})${GAP})?` : `(?:${choice})${GAP}`;
}

function expression(units: readonly string[]): RegExp {
  const source = units.map((each) => (each === '*' ? `(?<rest>.+?)${GAP}` : unit(each))).join('');
  return new RegExp(`^${source}$`, 'd');
}

/** Makes a {@link Pattern} of what a {@link CommandLanguage} writes; both are for {@link bare} texts with a space at the end. */
export function patternOf(written: string): Pattern {
  const units = bare(written).match(UNIT) ?? [];
  return { whole: expression(units), beginning: expression(units.filter((each) => each !== '*')) };
}

/** What matches one of these at the beginning, or at the end, again and again. */
export function courtesyOf({ before, after }: CommandLanguage['courtesy']): {
  before: RegExp;
  after: RegExp;
} {
  const any = (written: readonly string[]) =>
    written.map((each) => (bare(each).match(UNIT) ?? []).map(unit).join('')).join('|');
  return {
    before: new RegExp(`^(?:${any(before)})+`),
    after: new RegExp(`(?<=^|[\\s,.;:!?…])(?:${any(after)})+$`),
  };
}
