import { describe, expect, it } from 'vitest';
import { nextCard } from './grid-keys';
import { tagsIn } from './thumbnail';

describe('arrow keys in the gallery', () => {
  it('move by cards and rows and stop at the edges', () => {
    expect(nextCard('ArrowRight', 0, 7, 3)).toBe(1);
    expect(nextCard('ArrowDown', 1, 7, 3)).toBe(4);
    expect(nextCard('ArrowDown', 5, 7, 3)).toBeUndefined();
    expect(nextCard('ArrowUp', 2, 7, 3)).toBeUndefined();
    expect(nextCard('ArrowLeft', 0, 7, 3)).toBeUndefined();
    expect(nextCard('End', 0, 7, 3)).toBe(6);
    expect(nextCard('Home', 6, 7, 3)).toBe(0);
    expect(nextCard('x', 2, 7, 3)).toBeUndefined();
  });
});

describe('tags', () => {
  it('are lower-case, trimmed, and there once', () => {
    expect(tagsIn(' Animals, ink ,, INK')).toEqual(['animals', 'ink']);
  });
});
