/** What a key can do. */
export type Command =
  | 'prompt'
  | 'snapshot'
  | 'full-screen'
  | 'layout'
  | 'freeze'
  | 'statistics'
  | 'theme'
  | 'help'
  | 'source-1'
  | 'source-2'
  | 'source-3'
  | 'source-4'
  | 'source-5'
  | 'pen'
  | 'eraser'
  | 'fill'
  | 'pipette'
  | 'thinner'
  | 'thicker'
  | 'undo'
  | 'redo';

/** A key as an event tells it. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Single keys; they can be switched off, for those who speak to their computer. */
const SINGLE: Readonly<Record<string, Command>> = {
  '/': 'prompt',
  s: 'snapshot',
  f: 'full-screen',
  l: 'layout',
  p: 'freeze',
  o: 'statistics',
  t: 'theme',
  '?': 'help',
  '1': 'source-1',
  '2': 'source-2',
  '3': 'source-3',
  '4': 'source-4',
  '5': 'source-5',
  b: 'pen',
  e: 'eraser',
  g: 'fill',
  i: 'pipette',
  '[': 'thinner',
  ']': 'thicker',
};

/** For the help: what to press, and the key of the text that says what it does. */
export const SHORTCUT_HELP = [
  { keys: ['/'], action: 'prompt' },
  { keys: ['1', '–', '5'], action: 'sources' },
  { keys: ['B', 'E', 'G', 'I'], action: 'tools' },
  { keys: ['[', ']'], action: 'width' },
  { keys: ['space'], action: 'speak' },
  { keys: ['escape'], action: 'cancel' },
  { keys: ['control', 'Z'], action: 'undo' },
  { keys: ['control', 'shift', 'Z'], action: 'redo' },
  { keys: ['P'], action: 'freeze' },
  { keys: ['S'], action: 'save' },
  { keys: ['F'], action: 'fullScreen' },
  { keys: ['L'], action: 'layout' },
  { keys: ['O'], action: 'statistics' },
  { keys: ['T'], action: 'theme' },
  { keys: ['?'], action: 'help' },
] as const;

/**
 * What a key asks for; undefined when nothing.
 *
 * @param typing the focus is in a field: then only the browser's own meaning counts
 * @param single whether single keys are on
 */
export function commandOf(press: KeyPress, typing: boolean, single: boolean): Command | undefined {
  if (typing || press.altKey) {
    return undefined;
  }
  const key = press.key.toLowerCase();
  if (press.ctrlKey || press.metaKey) {
    if (key === 'z') {
      return press.shiftKey ? 'redo' : 'undo';
    }
    return key === 'y' ? 'redo' : undefined;
  }
  return single ? SINGLE[key] : undefined;
}
