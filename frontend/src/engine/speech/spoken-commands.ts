/**
 * What a spoken sentence means, in English. What is not a command is a prompt.
 *
 * | said | meant |
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
 *
 * A command without its rest ("draw") is `incomplete`. Courtesy at either end ("please", "could you") says nothing.
 * A prompt is read as parts with commas between them; the trailing ones that {@link isStyle} knows are its styles.
 */

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
  /** The beginning of a command without its rest; `example` is how to say it. */
  | { readonly kind: 'incomplete'; readonly example: string }
  /** Nothing but courtesy. */
  | { readonly kind: 'nothing' };

/** Said as a whole, and nothing else with it. */
const PHRASES: readonly (readonly [phrases: readonly string[], intent: Intent])[] = [
  [
    ['only me', 'just me', 'me only', 'only the person', 'just the person', 'person only'],
    { kind: 'mode', mode: 'human' },
  ],
  [
    ['everything', 'the whole picture', 'whole picture', 'the whole frame', 'whole frame', 'all of it'],
    { kind: 'mode', mode: 'full' },
  ],
  [
    ['more', 'a bit more', 'a little more', 'much more', 'stronger', 'make it stronger'],
    { kind: 'strength', direction: 1 },
  ],
  [
    ['less', 'a bit less', 'a little less', 'much less', 'weaker', 'make it weaker'],
    { kind: 'strength', direction: -1 },
  ],
  [['undo', 'undo it', 'undo that', 'go back', 'take it back', 'take that back'], { kind: 'undo' }],
  [['redo', 'redo it', 'redo that'], { kind: 'redo' }],
  [['freeze', 'freeze it', 'freeze the picture', 'hold it', 'hold still'], { kind: 'freeze', on: true }],
  [['unfreeze', 'un-freeze', 'unfreeze it', 'go on', 'continue'], { kind: 'freeze', on: false }],
  [
    ['clear', 'clear it', 'clear the sheet', 'clear the canvas', 'clear everything', 'start over'],
    { kind: 'clear' },
  ],
];

/** Said with something behind it. Longer beginnings come first. */
const OPENINGS: readonly (readonly [
  beginning: RegExp,
  example: string,
  meant: (rest: string, before: string) => Intent,
])[] = [
  [
    /^(?:draw|paint|sketch|show)(?: (?:me|us))?(?= |$)/i,
    'draw a fox in the snow',
    (rest) => ({ kind: 'prompt', text: plain(rest) }),
  ],
  [
    /^(?:make|turn) (?:it|this|that)(?: (?:look like|into))?(?= |$)/i,
    'make it watercolour',
    (rest, before) => ({ kind: 'prompt', text: remade(before, plain(rest)) }),
  ],
  [
    /^add(?= |$)/i,
    'add a red hat',
    (rest, before) => ({ kind: 'prompt', text: extended(before, plain(rest)) }),
  ],
  [
    /^save (?:this|it|that) as(?= |$)/i,
    'save this as my fox',
    (rest) => ({ kind: 'save', name: plain(rest) }),
  ],
  [/^save as(?= |$)/i, 'save this as my fox', (rest) => ({ kind: 'save', name: plain(rest) })],
  [/^save(?: (?:this|it|that))?$/i, 'save this as my fox', (rest) => ({ kind: 'save', name: rest })],
];

const COURTESY_BEFORE =
  /^(?:(?:please|now|okay|ok|hey|well|um|uh|and|so|(?:could|can|would|will) you(?: please)?|i(?: would|'d) like(?: you)? to|let's)(?:[ ,]+|$))+/i;
const COURTESY_AFTER = /(?:^|[ ,]+)(?:please|thanks|thank you|now)$/i;

const MEDIA =
  'painting|drawing|sketch|art|illustration|photo|photograph|print|engraving|etching|mosaic|collage|embroidery|poster|cartoon|comic|anime|manga|origami|sculpture|figurine|render';
const STYLE_WORDS =
  'watercolou?r|oil|acrylic|gouache|pastel|charcoal|pencil|crayon|ink|chalk|pixel art|pop art|line art|low poly|3d|lego|clay|claymation|plasticine|stained glass|black and white|monochrome|sepia|neon|cyberpunk|steampunk|vintage|retro|photorealistic|realistic|impressionist|cubist|minimalist|abstract|surreal|cinematic|gothic|baroque|van gogh|picasso|monet|hokusai|ghibli|pixar|minecraft';
const STYLE = new RegExp(
  `^(?:(?:in|as|like|an?|the|of) )*(?:(?:[\\w'-]+|${STYLE_WORDS}) )?(?:${MEDIA}|${STYLE_WORDS}|[\\w' -]+ style|style of [\\w' -]+)s?$`,
  'i',
);
const NEW_SUBJECT = /^(?:an?|the|two|three|four|five|some|many|my) /i;

/** Whether a part of a prompt says how it is made rather than what it shows. */
export function isStyle(part: string): boolean {
  return STYLE.test(part.trim());
}

/** Without white space and punctuation at its ends, and with a small article at the beginning. */
function plain(text: string): string {
  return text
    .replace(/^[\s,.;:!?…"“”«»-]+|[\s,.;:!?…"“”«»-]+$/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^(?:A|An|The|Some|My)(?= )/, (article) => article.toLowerCase());
}

function withoutCourtesy(text: string): string {
  return plain(plain(text).replace(COURTESY_BEFORE, '').replace(COURTESY_AFTER, ''));
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

function remade(before: string, change: string): string {
  const { content, styles } = partsOf(before);
  if (isStyle(change)) {
    return [...content, ...styles.slice(0, -1), change].join(', ');
  }
  return NEW_SUBJECT.test(change)
    ? [change, ...styles].join(', ')
    : [...content, ...styles, change].join(', ');
}

function extended(before: string, addition: string): string {
  const { content, styles } = partsOf(before);
  return [...content, addition, ...styles].join(', ');
}

/** Whether nothing can follow: a command that is said as a whole. */
export function isWholeCommand(said: string): boolean {
  const whole = withoutCourtesy(said).toLowerCase();
  return PHRASES.some(([phrases]) => phrases.includes(whole));
}

/** Whether it is a command with all its words: what is said next is another one. A prompt may go on. */
export function isDone(said: string): boolean {
  const { kind } = interpret(said, '');
  return kind !== 'prompt' && kind !== 'incomplete' && kind !== 'nothing';
}

/**
 * What a sentence means.
 *
 * @param said as it was understood, with whatever case and punctuation
 * @param before the prompt in force, which "make it" and "add" change
 */
export function interpret(said: string, before: string): Intent {
  const text = withoutCourtesy(said);
  if (text === '') {
    return { kind: 'nothing' };
  }
  const whole = text.toLowerCase();
  const phrase = PHRASES.find(([phrases]) => phrases.includes(whole));
  if (phrase) {
    return phrase[1];
  }
  for (const [beginning, example, meant] of OPENINGS) {
    const match = beginning.exec(text);
    if (match) {
      const rest = plain(text.slice(match[0].length));
      return rest === '' ? { kind: 'incomplete', example } : meant(rest, before);
    }
  }
  return { kind: 'prompt', text };
}
