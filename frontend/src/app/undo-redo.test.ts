import { beforeEach, expect, test, vi } from 'vitest';
import { Listeners } from '../engine/listeners';
import type { BoardState } from '../engine/drawing/drawing-board';
import { PromptHistory } from '../engine/settings/prompt-history';
import { UndoRedo } from './undo-redo';

/** A sheet whose lines are letters, and a prompt, with what they were before. */
function world() {
  const prompts = new PromptHistory();
  const changes = new Listeners<BoardState>();
  let prompt = 'cat';
  let done: string[] = [];
  let undone: string[] = [];
  let onSheet = true;
  const tell = () => {
    changes.emit(board.state);
  };
  const board = {
    changes,
    get content() {
      return { done } as never;
    },
    get state() {
      return { canUndo: done.length > 0, canRedo: undone.length > 0 } as BoardState;
    },
    undo: () => {
      undone = [...undone, ...done.slice(-1)];
      done = done.slice(0, -1);
      tell();
    },
    redo: () => {
      done = [...done, ...undone.slice(-1)];
      undone = undone.slice(0, -1);
      tell();
    },
  };
  const take = (text: string | undefined) => {
    prompt = text ?? prompt;
    return text;
  };
  const studio = {
    get canUndoPrompt() {
      return prompts.canUndo;
    },
    get promptChangedAt() {
      return prompts.changedAt;
    },
    undoPrompt: () => take(prompts.undo(prompt)),
    redoPrompt: () => take(prompts.redo(prompt)),
  };
  const later = () => vi.advanceTimersByTime(10_000);
  return {
    both: new UndoRedo(studio, board, () => onSheet),
    board,
    draw: (line: string) => {
      later();
      done = [...done, line];
      undone = [];
      tell();
    },
    say: (text: string) => {
      later();
      prompts.note(prompt, text, true, Date.now());
      prompt = text;
    },
    leaveSheet: () => (onSheet = false),
    now: () => `${done.join('')} ${prompt}`,
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

test('takes lines and prompts back in the order in which they came, and brings them again', () => {
  const { both, draw, say, now } = world();
  draw('a');
  say('dog');
  draw('b');
  draw('c');
  say('fox');
  const all = ['abc fox', 'abc dog', 'ab dog', 'a dog', 'a cat', ' cat'];
  for (const before of all.slice(1)) {
    both.undo();
    expect(now()).toBe(before);
  }
  both.undo();
  expect(now()).toBe(' cat');
  for (const after of all.toReversed().slice(1)) {
    both.redo();
    expect(now()).toBe(after);
  }
  both.redo();
  expect(now()).toBe('abc fox');
});

test('redoes what a button of the sheet has undone, and a prompt after a new line', () => {
  const { both, board, draw, say, now } = world();
  draw('a');
  board.undo();
  both.redo();
  expect(now()).toBe('a cat');
  say('dog');
  both.undo();
  both.undo();
  draw('b');
  both.redo();
  expect(now()).toBe('b dog');
});

test('leaves the sheet alone where nobody sees it', () => {
  const { both, draw, say, leaveSheet, now } = world();
  say('dog');
  draw('a');
  leaveSheet();
  both.undo();
  expect(now()).toBe('a cat');
  both.undo();
  expect(now()).toBe('a cat');
  both.redo();
  expect(now()).toBe('a dog');
});
