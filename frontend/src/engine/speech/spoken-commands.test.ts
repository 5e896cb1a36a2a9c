import { describe, expect, test } from 'vitest';
import { type Intent, interpret, isDone, isStyle, isWholeCommand } from './spoken-commands';

const prompt = (text: string): Intent => ({ kind: 'prompt', text });
const incomplete = { kind: 'incomplete' };
const undo = { kind: 'undo' };
const human = { kind: 'mode', mode: 'human' };
const full = { kind: 'mode', mode: 'full' };
const more = { kind: 'strength', direction: 1 };
const less = { kind: 'strength', direction: -1 };
const clear = { kind: 'clear' };

describe('what is said alone', () => {
  test.each<[said: string, meant: object]>([
    // What is not a command is a prompt.
    ['A fox in the snow.', prompt('a fox in the snow')],
    ['  a fox   in the snow ', prompt('a fox in the snow')],
    ['Un renard dans la neige.', prompt('un renard dans la neige')],
    ['Paris in the rain', prompt('Paris in the rain')],
    ['Is this a fox?', prompt('Is this a fox')],
    ['A fox. A cat.', prompt('a fox. A cat')],
    // draw
    ['Draw a cat.', prompt('a cat')],
    ['please draw a cat.', prompt('a cat')],
    ['Could you please draw me a cat, please?', prompt('a cat')],
    ["I'd like you to paint The Eiffel Tower", prompt('the Eiffel Tower')],
    ['DRAW A CAT!', prompt('a CAT')],
    ['Show me a castle at night', prompt('a castle at night')],
    ['draw', incomplete],
    ['Draw.', incomplete],
    ['Please draw me', incomplete],
    ['drawing of a cat', prompt('drawing of a cat')],
    ['drawer full of socks', prompt('drawer full of socks')],
    ['a cat that can draw', prompt('a cat that can draw')],
    // mode
    ['Only me.', human],
    ['just me, please', human],
    ['Only me. Only me.', human],
    ['Everything!', full],
    ['Everything is blue', prompt('Everything is blue')],
    ['only me and my dog', prompt('only me and my dog')],
    // strength
    ['More', more],
    ['a little more, please.', more],
    ['Less.', less],
    ['make it weaker', less],
    ['more clouds', prompt('more clouds')],
    ['moreover', prompt('moreover')],
    // undo
    ['Undo.', undo],
    ['okay, undo that', undo],
    ['go back', undo],
    ['Redo', { kind: 'redo' }],
    ['undo the buttons of his coat', prompt('undo the buttons of his coat')],
    // freeze
    ['Freeze!', { kind: 'freeze', on: true }],
    ['unfreeze', { kind: 'freeze', on: false }],
    ['freezing lake', prompt('freezing lake')],
    ['freeze frame of a dancer', prompt('freeze frame of a dancer')],
    // save
    ['Save this as my best fox.', { kind: 'save', name: 'my best fox' }],
    ['save it as Castle', { kind: 'save', name: 'Castle' }],
    ['save as “snow”', { kind: 'save', name: 'snow' }],
    ['Save this.', incomplete],
    ['save this as', incomplete],
    ['save the whales', prompt('save the whales')],
    // clear
    ['Clear.', clear],
    ['please clear the canvas', clear],
    ['clear blue sky', prompt('clear blue sky')],
    // nothing
    ['', { kind: 'nothing' }],
    [' . ', { kind: 'nothing' }],
    ['Thank you.', { kind: 'nothing' }],
    ['please', { kind: 'nothing' }],
  ])('%j', (said, meant) => {
    expect(interpret(said, '', 'a dog')).toMatchObject(meant);
  });
});

describe('what changes the prompt', () => {
  test.each<[before: string, said: string, after: string]>([
    ['a fox', 'Make it watercolour.', 'a fox, watercolour'],
    ['a fox', 'make it watercolor', 'a fox, watercolor'],
    ['a fox, watercolour', 'make it an oil painting', 'a fox, an oil painting'],
    [
      'a fox in the snow, red hat, comic',
      'make it in the style of Van Gogh',
      'a fox in the snow, red hat, in the style of Van Gogh',
    ],
    ['a fox', 'Make it look like a comic', 'a fox, a comic'],
    ['a fox', 'turn it into pixel art', 'a fox, pixel art'],
    ['a fox', 'make it bigger', 'a fox, bigger'],
    ['a fox, bigger', 'make it black and white', 'a fox, bigger, black and white'],
    ['a fox, in the snow, watercolour', 'make it a dragon', 'a dragon, watercolour'],
    ['a watercolour fox', 'make it an anime', 'a watercolour fox, an anime'],
    ['', 'make it watercolour', 'watercolour'],
    ['watercolour', 'make it pencil', 'watercolour, pencil'],
    ['a fox', 'Add a red hat.', 'a fox, a red hat'],
    ['a fox, watercolour', 'add a red hat', 'a fox, a red hat, watercolour'],
    ['a fox, watercolour, neon', 'please add snow', 'a fox, snow, watercolour, neon'],
    ['', 'add a tree', 'a tree'],
  ])('%j, then %j', (before, said, after) => {
    expect(interpret(said, 'en', before)).toEqual(prompt(after));
  });

  test.each(['make it', 'Make it.', 'add', 'turn it into', 'Please add'])('%j lacks its rest', (said) => {
    expect(interpret(said, 'en', 'a fox')).toMatchObject(incomplete);
  });
});

test.each([
  ['watercolour', true],
  ['in watercolor', true],
  ['an oil painting', true],
  ['as a pencil drawing', true],
  ['comic style', true],
  ['in the style of Monet', true],
  ['bigger', false],
  ['a red hat', false],
  ['a fox in the snow', false],
  ['clay pot on a table', false],
])('%j is a style: %j', (part, style) => {
  expect(isStyle(part)).toBe(style);
});

test.each([
  ['Only me.', true],
  ['Undo, please', true],
  ['draw', false],
  ['more clouds', false],
  ['', false],
])('%j needs nothing behind it: %j', (said, whole) => {
  expect(isWholeCommand(said)).toBe(whole);
});

test.each([
  ['More.', true],
  ['Undo, please', true],
  ['Save this as my fox.', true],
  // All of these may go on: "draw a cat", "draw a cat in the snow", "make it darker and blue".
  ['draw', false],
  ['Draw a cat.', false],
  ['make it', false],
  ['Make it darker.', false],
  ['save as', false],
  ['a fox', false],
  ['please', false],
])('%j is done: %j', (said, done) => {
  expect(isDone(said)).toBe(done);
});
