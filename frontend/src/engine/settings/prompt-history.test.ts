import { expect, test } from 'vitest';
import { PromptHistory } from './prompt-history';

test('goes back and forth', () => {
  const history = new PromptHistory();
  history.note('one', 'two', false, 0);
  history.note('two', 'three', false, 1);
  expect(history.undo('three')).toBe('two');
  expect(history.undo('two')).toBe('one');
  expect(history.undo('one')).toBeUndefined();
  expect(history.redo('one')).toBe('two');
  expect(history.redo('two')).toBe('three');
  expect(history.redo('three')).toBeUndefined();
  expect(history.canUndo).toBe(true);
});

test('what is typed in one go is one change', () => {
  const history = new PromptHistory();
  history.note('a dog', 'a', true, 0);
  history.note('a', 'a fox', true, 2000);
  history.note('a fox', 'a fox in the snow', true, 6000);
  expect(history.undo('a fox in the snow')).toBe('a dog');
  expect(history.canUndo).toBe(false);
});

test('a later thought is another change, and so is what is spoken', () => {
  const history = new PromptHistory();
  history.note('a dog', 'a fox', true, 0);
  history.note('a fox', 'a cat', true, 5000);
  history.note('a cat', 'a cow', false, 5500);
  history.note('a cow', 'a cow, red', true, 6000);
  expect(history.undo('a cow, red')).toBe('a cow');
  expect(history.undo('a cow')).toBe('a cat');
  expect(history.undo('a cat')).toBe('a fox');
  expect(history.undo('a fox')).toBe('a dog');
});

test('a new prompt ends what could be redone; the same one changes nothing', () => {
  const history = new PromptHistory();
  history.note('one', 'two', false, 0);
  history.undo('two');
  history.note('one', 'one', false, 1);
  expect(history.canRedo).toBe(true);
  history.note('one', 'three', false, 2);
  expect(history.canRedo).toBe(false);
});

test('tells when the change was made that would be undone', () => {
  const history = new PromptHistory();
  history.note('one', 'two', false, 10);
  history.note('two', 'three', false, 20);
  expect(history.changedAt).toBe(20);
  history.undo('three');
  expect(history.changedAt).toBe(10);
  history.redo('two');
  expect(history.changedAt).toBe(20);
});

test('does not grow without end', () => {
  const history = new PromptHistory();
  for (let each = 0; each < 80; each += 1) {
    history.note(`${each}`, `${each + 1}`, false, each);
  }
  let count = 0;
  for (let text = history.undo('80'); text !== undefined; text = history.undo(text)) {
    count += 1;
  }
  expect(count).toBe(50);
});
