import { describe, expect, test } from 'vitest';
import { readingOf } from './doubt';
import { CODES, promptsIn } from './painted.fixture';
import { soundsAlike } from './sounds-alike';

const unknown = () => false;
const known = () => true;

test('what sounds alike is alike, whatever its spaces and accents', () => {
  expect(soundsAlike('undo', 'Undo!', 'en')).toBe(1);
  expect(soundsAlike('un do', 'undo', 'en')).toBe(1);
  expect(soundsAlike('mas', 'más', 'es')).toBe(1);
  expect(soundsAlike('freeze', 'frees', 'en')).toBeGreaterThan(soundsAlike('freeze', 'trees', 'en'));
  expect(soundsAlike('rückgängig', 'rück gängisch', 'de')).toBeGreaterThan(0.7);
  expect(soundsAlike('undo', 'castle', 'en')).toBeLessThan(0.3);
  expect(soundsAlike('', '', 'en')).toBe(0);
});

describe('a text of which the model is not sure', () => {
  const heard = (text: string, confidence: number, language = 'en') => ({ text, language, confidence });

  test('is a command where it sounds like nothing else', () => {
    expect(readingOf(heard('On freeze.', 0.4), unknown)).toEqual({ kind: 'clear', text: 'unfreeze' });
  });

  test('is asked about where it may be a command', () => {
    expect(readingOf(heard('I do.', 0.4), unknown)).toEqual({ kind: 'doubtful', texts: ['I do.', 'undo'] });
  });

  test('is a prompt where the model that paints knows its words, but not without asking', () => {
    expect(readingOf(heard('A trees.', 0.4), known)).toEqual({ kind: 'doubtful', texts: ['A trees.'] });
    expect(readingOf(heard('A trees.', 0.6), known)).toEqual({ kind: 'clear', text: 'A trees.' });
  });

  test('is taken as it is where it is sure, long, or understood as a command', () => {
    expect(readingOf(heard('I do.', 0.8), unknown).kind).toBe('clear');
    expect(readingOf(heard('I do like a fox in the snow.', 0.6), unknown).kind).toBe('clear');
    expect(readingOf(heard('Undo.', 0.2), unknown)).toEqual({ kind: 'clear', text: 'Undo.' });
  });
});

describe.each(CODES)('of a thousand prompts, in %s', (code) => {
  // Bare names, names with an article and with a place by turns.
  const prompts = promptsIn(code)
    .filter((_, at) => Math.floor(at / 3) % 3 === at % 3)
    .map((text) => ({ text, language: code, confidence: 0.5 }));

  test('none becomes a command, however unsure it is', () => {
    const eaten = prompts
      .map((heard) => ({ heard, reading: readingOf(heard, unknown) }))
      .filter(({ heard, reading }) => reading.kind === 'clear' && reading.text !== heard.text)
      .map(({ heard, reading }) => [heard.text, reading]);
    expect(eaten).toEqual([]);
  });

  test('few are asked about', () => {
    const asked = prompts.filter((heard) => readingOf(heard, unknown).kind === 'doubtful');
    expect(prompts.length).toBeGreaterThan(300);
    expect(asked.length / prompts.length).toBeLessThan(0.05);
  });
});
