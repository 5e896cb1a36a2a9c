import { describe, expect, test } from 'vitest';
import { DEFAULT_BRUSH } from './brush';
import { sheetSize } from './drawing-board';
import { channels, floodMask, paintMask, type Pixels, widen } from './flood-fill';
import {
  type DrawingHistory,
  EMPTY_HISTORY,
  hiddenLayers,
  isBlank,
  type Operation,
  type PenPoint,
  perform,
  redo,
  type Stroke,
  translate,
  undo,
  visible,
} from './operations';
import { cornersOf, FIGURES, isStamp, STAMP_SIDE, stampPath } from './figures';
import { floodWithin } from './gap-fill';
import { gestureOf } from './gestures';
import { samplesFor } from './samples';
import { SheetView } from './sheet-view';
import { cornersIn } from './stroke-corners';
import { type Outline, outlinesOf, trace } from './stroke-outline';

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
    expect(after({ kind: 'visibility', layer: 'notes', shown: false })).toBe(true);
    // Notes are nothing that is sent, but they are something to be kept.
    expect(after({ ...line('#000000'), layer: 'notes' })).toBe(false);
  });

  test('hides layers until they are shown, or the sheet is cleared', () => {
    const hide = (layer: 'sheet' | 'notes'): Operation => ({ kind: 'visibility', layer, shown: false });
    expect(hiddenLayers([hide('notes'), hide('sheet')])).toEqual(['sheet', 'notes']);
    expect(hiddenLayers([hide('sheet'), { kind: 'visibility', layer: 'sheet', shown: true }])).toEqual([]);
    expect(hiddenLayers([hide('sheet'), clear])).toEqual([]);
  });

  test('moves with the middle of the sheet', () => {
    const history: DrawingHistory = perform(EMPTY_HISTORY, red, {
      kind: 'fill',
      x: 1,
      y: 2,
      colour: '#00ff00',
    });
    const star: Operation = {
      kind: 'figure',
      figure: 'star',
      from: [0, 10],
      to: [20, 30],
      colour: '#000000',
      size: 4,
    };
    const [stroke, fill, figure] = translate(perform(history, star), 5, -5).done;
    expect(figure).toEqual({ ...star, from: [5, 5], to: [25, 25] });
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

describe('closing gaps', () => {
  /** A square room whose right wall has a door of so many pixels. */
  function room(door: number): Pixels {
    const rows = Array.from({ length: 40 }, (_, y) =>
      Array.from({ length: 40 }, (__, x) => {
        const wall = (y === 5 || y === 6 || y === 33 || y === 34) && x >= 5 && x <= 34;
        const side = (x === 5 || x === 6 || x === 33 || x === 34) && y >= 5 && y <= 34;
        const opening = x >= 33 && y >= 16 && y < 16 + door;
        return (wall || side) && !opening ? '#' : '.';
      }).join(''),
    );
    return picture(...rows);
  }
  const marked = (mask: Uint8Array, x: number, y: number) => mask[y * 40 + x] === 1;

  test('leaks without it, stays in with it, and reaches every corner', () => {
    const sheet = room(4);
    expect(marked(floodMask(sheet, 20, 20), 38, 20)).toBe(true);
    const mask = floodWithin(sheet, 20, 20, 6);
    expect(marked(mask, 38, 20)).toBe(false);
    for (let y = 7; y <= 32; y += 1) {
      for (let x = 7; x <= 32; x += 1) {
        expect(marked(mask, x, y), `${x} ${y}`).toBe(true);
      }
    }
  });

  test('goes through an opening that is wider', () => {
    expect(marked(floodWithin(room(12), 20, 20, 6), 38, 20)).toBe(true);
  });

  test('fills an area that is narrower than the gap, wherever it is pressed', () => {
    const sheet = picture('########', '#......#', '#......#', '#......#', '########');
    for (const [x, y] of [
      [1, 1],
      [3, 2],
      [6, 3],
    ] as const) {
      const mask = floodWithin(sheet, x, y, 20);
      expect(show(mask, 8), `${x} ${y}`).toEqual([
        '........',
        '.xxxxxx.',
        '.xxxxxx.',
        '.xxxxxx.',
        '........',
      ]);
    }
  });

  test('fills to the edge of the sheet, and all of a blank one', () => {
    const side = 64;
    const sheet = { width: side, height: side, data: new Uint8ClampedArray(side * side * 4) };
    expect(floodWithin(sheet, 0, 63, 8).every((pixel) => pixel === 1)).toBe(true);
  });
});

/** Whether a place lies within an outline: rays to the right cross it an odd number of times. */
function inside(outline: Outline, x: number, y: number): boolean {
  let crossings = 0;
  outline.forEach(([x1, y1], index) => {
    const [x2, y2] = outline[(index + 1) % outline.length] ?? [0, 0];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) {
      crossings += 1;
    }
  });
  return crossings % 2 === 1;
}

/** Samples of a line through some places, so many pixels apart. */
function along(apart: number, ...places: readonly (readonly [number, number])[]): PenPoint[] {
  return places.flatMap(([x, y], index): PenPoint[] => {
    const [nextX, nextY] = places[index + 1] ?? [x, y];
    const steps = Math.max(1, Math.round(Math.hypot(nextX - x, nextY - y) / apart));
    return Array.from({ length: index + 1 < places.length ? steps : 1 }, (_, step) => [
      x + ((nextX - x) * step) / steps,
      y + ((nextY - y) * step) / steps,
      0.5,
    ]);
  });
}

function circle(radius: number, apart: number): PenPoint[] {
  const count = Math.max(7, Math.round((2 * Math.PI * radius) / apart));
  return Array.from({ length: count + 1 }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI;
    return [200 + Math.cos(angle) * radius, 200 + Math.sin(angle) * radius, 0.5];
  });
}

describe('strokes', () => {
  test('has an area around its points', () => {
    const outlines = outlinesOf({ ...line('#000000'), points: along(5, [10, 10], [60, 20], [90, 30]) }, true);
    const xs = outlines.flat().map(([x]) => x);
    expect(Math.min(...xs)).toBeLessThan(10);
    expect(Math.max(...xs)).toBeGreaterThan(88);
  });

  test('draws a dot for a single point', () => {
    const [dot] = outlinesOf({ ...line('#000000'), points: [[5, 5, 0.5]] }, true);
    expect(dot?.length).toBeGreaterThan(4);
    expect(Math.min(...(dot ?? []).map(([x]) => x))).toBeLessThan(4);
    expect(Math.max(...(dot ?? []).map(([x]) => x))).toBeGreaterThan(6);
  });

  test('draws a closed curve through the middles of the edges, and nothing for no outline', () => {
    const steps: unknown[][] = [];
    const tracer = {
      moveTo: (...place: number[]) => steps.push(['M', ...place]),
      quadraticCurveTo: (...places: number[]) => steps.push(['Q', ...places]),
      closePath: () => steps.push(['Z']),
    };
    trace(tracer, []);
    expect(steps).toEqual([]);
    trace(tracer, [
      [0, 0],
      [4, 0],
      [0, 4],
    ]);
    expect(steps).toEqual([['M', 0, 0], ['Q', 0, 0, 2, 0], ['Q', 4, 0, 2, 2], ['Q', 0, 4, 0, 2], ['Z']]);
  });

  test.each([2, 6, 15])('keeps the corners of a square with samples %d pixels apart', (apart) => {
    const corners = [
      [100, 100],
      [220, 100],
      [220, 220],
      [100, 220],
    ] as const;
    const points = along(apart, ...corners, [100, 100]);
    const found = cornersIn(points, 10).map((index) => points[index]?.slice(0, 2));
    expect(found).toEqual(corners.slice(1).map((corner) => [...corner]));
    const outlines = outlinesOf({ ...line('#000000'), points, size: 10 }, true);
    for (const [x, y] of corners.slice(1)) {
      // Streamlining would have cut the corner here, and left it without paint.
      expect(
        outlines.some((outline) => inside(outline, x, y)),
        `${x} ${y}`,
      ).toBe(true);
    }
  });

  test.each([
    [4, 1],
    [12, 3],
    [40, 6],
    [150, 10],
    [60, 50],
  ])('takes no circle for corners: radius %d, samples %d pixels apart', (radius, apart) => {
    expect(cornersIn(circle(radius, apart), 10)).toEqual([]);
  });

  test('takes no tremor for corners', () => {
    const points = along(3, [20, 50], [300, 60]).map(([x, y, pressure], index): PenPoint => [
      x,
      y + (index % 2 === 0 ? 1 : -1),
      pressure,
    ]);
    expect(cornersIn(points, 14)).toEqual([]);
  });

  test('is thicker where the pen is pressed, and as thick as it is wide where there is an eraser', () => {
    const points = (pressure: number) =>
      along(4, [20, 50], [220, 50]).map(([x, y]): PenPoint => [x, y, pressure]);
    const height = (pressure: number, tool: Stroke['tool'] = 'pen') => {
      const ys = outlinesOf({ ...line('#000000', tool), size: 20, points: points(pressure) }, true)
        .flat()
        .map(([, y]) => y);
      return Math.max(...ys) - Math.min(...ys);
    };
    expect(height(0.9)).toBeGreaterThan(height(0.1) * 2);
    expect(height(0.1, 'eraser')).toBeCloseTo(20, 0);
  });
});

describe('figures', () => {
  const dragged = (figure: (typeof FIGURES)[number], to: readonly [number, number], even = false) =>
    cornersOf(figure, [100, 100], to, 10, even);

  test('lie where they are dragged', () => {
    expect(dragged('line', [40, 160])).toEqual([
      [100, 100],
      [40, 160],
    ]);
    expect(dragged('rectangle', [40, 160])?.[1]).toEqual([40, 160]);
  });

  test('are even on demand, and stamps always', () => {
    expect(dragged('ellipse', [40, 120], true)?.[1]).toEqual([40, 160]);
    expect(dragged('star', [130, 180])?.[1]).toEqual([180, 180]);
    expect(dragged('line', [190, 110], true)?.[1]).toEqual([100 + Math.hypot(90, 10), 100]);
  });

  test('of a press alone are stamps around it, and no lines', () => {
    expect(dragged('heart', [102, 101])).toEqual([
      [60, 60],
      [140, 140],
    ]);
    expect(dragged('line', [102, 101])).toBeUndefined();
  });

  test.each(FIGURES.filter(isStamp).map((stamp) => [stamp] as const))(
    'the stamp %s fills its grid',
    (stamp) => {
      const numbers =
        stampPath(stamp)
          .match(/-?\d*\.?\d+/g)
          ?.map(Number) ?? [];
      expect(numbers.length).toBeGreaterThan(3);
      expect(numbers.every((number) => Math.abs(number) <= STAMP_SIDE)).toBe(true);
      expect(stampPath(stamp)).toMatch(/^M[MmHhVvLlAaCcZz\d\s.,-]+z$/);
    },
  );
});

describe('gestures', () => {
  test('a fill goes where the pen is lifted, with the gap of the brush', () => {
    const gesture = gestureOf({ ...DEFAULT_BRUSH, tool: 'fill', layer: 'underlay' }, [1, 2, 0.5], true);
    gesture?.extend([[3, 4, 0.5]], false);
    expect(gesture?.operation).toEqual({
      kind: 'fill',
      layer: 'underlay',
      x: 3,
      y: 4,
      colour: DEFAULT_BRUSH.colour,
      gap: DEFAULT_BRUSH.gap,
    });
  });

  test('a figure that is taken back to its beginning is none', () => {
    const gesture = gestureOf({ ...DEFAULT_BRUSH, tool: 'figure' }, [10, 10, 0.5], true);
    gesture?.extend([[80, 10, 0.5]], false);
    expect(gesture?.operation).toMatchObject({ kind: 'figure', figure: 'line', to: [80, 10] });
    gesture?.extend([[11, 10, 0.5]], false);
    expect(gesture?.operation).toBeUndefined();
  });

  test('the pipette draws nothing', () => {
    expect(gestureOf({ ...DEFAULT_BRUSH, tool: 'pipette' }, [1, 2, 0.5], true)).toBeUndefined();
  });
});

describe('the view of a sheet', () => {
  function viewOf() {
    const styles = new Map<string, string>();
    const style = {
      transform: '',
      transformOrigin: '',
      setProperty: (name: string, value: string) => styles.set(name, value),
    };
    const view = new SheetView();
    view.attach({ style } as unknown as HTMLElement);
    const shown = () => style.transform.match(/-?[\d.]+/g)?.map(Number) ?? [];
    return { view, shown };
  }

  test('keeps the place under the pointer when it goes in', () => {
    const { view, shown } = viewOf();
    view.zoomBy(2, [0.25, 0.75]);
    // What was at a quarter is at a quarter: -0.25 + 2 * 0.25.
    expect(shown()).toEqual([-25, -75, 2]);
  });

  test('shows no desk around the sheet, and the whole sheet in the end', () => {
    const { view, shown } = viewOf();
    view.zoomBy(3);
    view.panBy(5, -5);
    expect(shown()).toEqual([0, -200, 3]);
    view.zoomBy(1 / 2.98);
    expect(view.zoom).toBe(1);
    expect(shown()).toEqual([]);
    view.zoomBy(100);
    expect(view.zoom).toBe(8);
    view.reset();
    expect(view.zoom).toBe(1);
  });
});

describe('samples', () => {
  test('puts the one that suits the prompt first and keeps the others', () => {
    expect(samplesFor('a red APPLE on a table')[0]?.name).toBe('Apple');
    expect(samplesFor('a whale under water')[0]?.name).toBe('Fish');
    expect(samplesFor('zwei Raketen, eine Rakete')[0]?.name).toBe('Rocket');
    expect(samplesFor('two roses')[0]?.name).toBe('Flower');
    expect(samplesFor('a sealed caterpillar home')[0]?.name).toBe('House');
    expect(new Set(samplesFor('a rocket'))).toEqual(new Set(samplesFor('something else')));
  });

  test.each(samplesFor('').map((sample) => [sample.name, sample] as const))(
    '%s lies on the sheet',
    (_name, sample) => {
      const places = sample.draw(768, 512).flatMap((drawn) => (drawn.kind === 'stroke' ? drawn.points : []));
      expect(places.length).toBeGreaterThan(10);
      for (const [x, y] of places) {
        expect(x).toBeGreaterThan(128);
        expect(x).toBeLessThan(640);
        expect(y).toBeGreaterThan(0);
        expect(y).toBeLessThan(512);
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
