import { describe, expect, test } from 'vitest';
import { sheetSize } from './drawing-board';
import { channels, floodMask, paintMask, type Pixels, widen } from './flood-fill';
import {
  type DrawingHistory,
  EMPTY_HISTORY,
  isBlank,
  type Operation,
  perform,
  redo,
  type Stroke,
  translate,
  undo,
  visible,
} from './operations';
import { samplesFor } from './samples';
import { outlineOf, outlinePath } from './stroke-outline';

const line = (colour: string, tool: Stroke['tool'] = 'pen'): Stroke => ({
  kind: 'stroke',
  tool,
  colour,
  size: 10,
  simulatePressure: false,
  points: [
    [10, 10, 0.5],
    [60, 20, 0.9],
    [90, 80, 0.2],
  ],
});
const clear: Operation = { kind: 'clear' };

describe('history', () => {
  const [red, blue] = [line('#ff0000'), line('#0000ff')];
  const both = perform(perform(EMPTY_HISTORY, red), blue);

  test('takes back in reverse order and does again in order', () => {
    const none = undo(undo(both));
    expect(none.done).toEqual([]);
    expect(redo(none).done).toEqual([red]);
    expect(redo(redo(none))).toEqual(both);
  });

  test('stays the same object when there is nothing to take back or to do again', () => {
    expect(undo(EMPTY_HISTORY)).toBe(EMPTY_HISTORY);
    expect(redo(both)).toBe(both);
  });

  test('forgets what was undone when something new is done', () => {
    expect(perform(undo(both), clear).undone).toEqual([]);
  });

  test('clears in a way that can be undone', () => {
    const cleared = perform(both, clear);
    expect(visible(cleared.done)).toEqual([]);
    expect(isBlank(cleared)).toBe(true);
    expect(visible(undo(cleared).done)).toEqual([red, blue]);
  });

  test('knows a blank sheet', () => {
    const after = (...operations: Operation[]) => isBlank(perform(EMPTY_HISTORY, ...operations));
    expect(after()).toBe(true);
    expect(after(line('#000000', 'eraser'))).toBe(true);
    expect(after({ kind: 'underlay', image: undefined })).toBe(true);
    expect(after({ kind: 'underlay', image: 0 })).toBe(false);
    expect(after({ kind: 'fill', x: 1, y: 1, colour: '#ffffff' })).toBe(false);
  });

  test('moves with the middle of the sheet', () => {
    const history: DrawingHistory = perform(EMPTY_HISTORY, red, {
      kind: 'fill',
      x: 1,
      y: 2,
      colour: '#00ff00',
    });
    const [stroke, fill] = translate(history, 5, -5).done;
    expect(stroke).toMatchObject({
      points: [
        [15, 5, 0.5],
        [65, 15, 0.9],
        [95, 75, 0.2],
      ],
    });
    expect(fill).toMatchObject({ x: 6, y: -3 });
  });
});

/** Draws `.` as white and `#` as black. */
function picture(...rows: string[]): Pixels {
  const width = rows[0]?.length ?? 0;
  const data = new Uint8ClampedArray(width * rows.length * 4).fill(255);
  Array.from(rows.join('')).forEach((character, pixel) => {
    if (character === '#') {
      data.set([0, 0, 0, 255], pixel * 4);
    }
  });
  return { width, height: rows.length, data };
}

function show(mask: Uint8Array, width: number): string[] {
  const text = [...mask].map((marked) => (marked ? 'x' : '.')).join('');
  return text.match(new RegExp(`.{${String(width)}}`, 'g')) ?? [];
}

describe('flood fill', () => {
  test('stays within a closed line', () => {
    const sheet = picture('.......', '.#####.', '.#...#.', '.#.#.#.', '.#####.', '.......');
    expect(show(floodMask(sheet, 2, 2), 7)).toEqual([
      '.......',
      '.......',
      '..xxx..',
      '..x.x..',
      '.......',
      '.......',
    ]);
  });

  test('goes around corners and does not pass a diagonal', () => {
    const sheet = picture('#.#', '..#', '##.');
    expect(show(floodMask(sheet, 1, 0), 3)).toEqual(['.x.', 'xx.', '...']);
  });

  test('marks nothing outside of the picture', () => {
    expect(floodMask(picture('..'), -1, 0)).toEqual(new Uint8Array(2));
    expect(floodMask(picture('..'), 0, 5)).toEqual(new Uint8Array(2));
  });

  test('takes soft edges as the same colour', () => {
    const sheet = picture('...');
    sheet.data.set([230, 230, 230, 255], 4);
    sheet.data.set([120, 120, 120, 255], 8);
    expect(show(floodMask(sheet, 0, 0), 3)).toEqual(['xx.']);
  });

  test('fills a sheet of one colour within a moment', () => {
    const side = 768;
    const sheet = { width: side, height: side, data: new Uint8ClampedArray(side * side * 4) };
    expect(floodMask(sheet, 100, 100).every((marked) => marked === 1)).toBe(true);
  });

  test('widens by one pixel without wrapping around the edge', () => {
    expect(show(widen(new Uint8Array([0, 0, 1, 0, 0, 0, 0, 0, 0]), 3), 3)).toEqual(['.xx', '..x', '...']);
  });

  test('paints opaque', () => {
    const sheet = { width: 2, height: 1, data: new Uint8ClampedArray(8) };
    paintMask(sheet, new Uint8Array([0, 1]), '#0b7a62');
    expect([...sheet.data]).toEqual([0, 0, 0, 0, 11, 122, 98, 255]);
    expect(channels('#ffd84d')).toEqual([255, 216, 77]);
  });
});

describe('strokes', () => {
  test('has an area around its points', () => {
    const outline = outlineOf(line('#000000'), true);
    const xs = outline.map(([x]) => x);
    expect(Math.min(...xs)).toBeLessThan(10);
    expect(Math.max(...xs)).toBeGreaterThan(88);
    expect(outlinePath(outline)).toMatch(/^M[-\d. ]+Q[-\d. ]+Z$/);
  });

  test('draws a dot for a single point', () => {
    const dot: Stroke = { ...line('#000000'), points: [[5, 5, 0.5]] };
    expect(outlineOf(dot, true).length).toBeGreaterThan(4);
  });

  test('has no path for no outline', () => {
    expect(outlinePath([])).toBe('');
  });
});

describe('samples', () => {
  test('puts the one that suits the prompt first and keeps the others', () => {
    expect(samplesFor('a red APPLE on a table')[0]?.name).toBe('Apple');
    expect(samplesFor('a whale under water')[0]?.name).toBe('Fish');
    expect(samplesFor('something else')).toHaveLength(4);
  });

  test.each(samplesFor('').map((sample) => [sample.name, sample] as const))(
    '%s lies on the sheet',
    (_name, sample) => {
      const operations = sample.draw(768, 512);
      expect(operations.length).toBeGreaterThan(4);
      for (const operation of operations) {
        if (operation.kind === 'fill') {
          expect(operation.x).toBeGreaterThanOrEqual(0);
          expect(operation.x).toBeLessThan(768);
          expect(operation.y).toBeLessThan(512);
        }
      }
    },
  );
});

test.each([
  [512, 512, { width: 768, height: 768 }],
  [512, 256, { width: 768, height: 384 }],
  [64, 128, { width: 384, height: 768 }],
])('a sheet for pictures of %d by %d', (width, height, size) => {
  expect(sheetSize(width, height)).toEqual(size);
});
