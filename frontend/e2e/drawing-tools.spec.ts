import { expect, type Page } from '@playwright/test';
import { open, stroke, test, untilKept, untilPainted } from './page';

const SHEET = 'drawing';
const NOTES = 'notes';

/** The colour of a place, 0 to 1, on one of the two canvases of the sheet, as `r,g,b,a`. */
function colourAt(page: Page, canvas: string, x: number, y: number): Promise<string> {
  return page.getByTestId(canvas).evaluate(
    (element: HTMLCanvasElement, [atX, atY]) => {
      const context = element.getContext('2d');
      const data = context?.getImageData(atX * element.width, atY * element.height, 1, 1).data;
      return [...(data ?? [])].join(',');
    },
    [x, y] as const,
  );
}

/** How many pixels of a column are painted. */
function paintedInColumn(page: Page, x: number): Promise<number> {
  return page.getByTestId(SHEET).evaluate((element: HTMLCanvasElement, atX) => {
    const data = element.getContext('2d')?.getImageData(atX * element.width, 0, 1, element.height).data ?? [];
    return Array.from({ length: element.height }, (_, y) => data[y * 4] ?? 255).filter((red) => red < 128)
      .length;
  }, x);
}

const WHITE = '255,255,255,255';
const BLACK = '29,38,36,255';

async function takeFigure(page: Page, name: string): Promise<void> {
  await page.getByTestId('figures').click();
  await page.getByRole('button', { name, exact: true }).click();
}

async function takeLayer(page: Page, layer: 'underlay' | 'sheet' | 'notes'): Promise<void> {
  await page.getByTestId('layers').click();
  await page.getByTestId(`layer-${layer}`).click();
  await page.keyboard.press('Escape');
}

test('draws shapes and stamps, even ones with Shift, and takes them back', async ({ page }) => {
  await open(page);
  await takeFigure(page, 'Rectangle');
  await stroke(page, [0.2, 0.2], [0.8, 0.6]);
  expect(await colourAt(page, SHEET, 0.2, 0.4)).toBe(BLACK);
  expect(await colourAt(page, SHEET, 0.8, 0.6)).toBe(BLACK);
  expect(await colourAt(page, SHEET, 0.5, 0.4)).toBe(WHITE);

  await page.keyboard.down('Shift');
  await stroke(page, [0.3, 0.3], [0.5, 0.35]);
  await page.keyboard.up('Shift');
  // As high as it is wide.
  expect(await colourAt(page, SHEET, 0.4, 0.5)).toBe(BLACK);

  await takeFigure(page, 'Heart');
  await stroke(page, [0.5, 0.8]);
  expect(await colourAt(page, SHEET, 0.5, 0.8)).toBe(BLACK);
  await page.keyboard.press('Control+z');
  expect(await colourAt(page, SHEET, 0.5, 0.8)).toBe(WHITE);
  expect(await colourAt(page, SHEET, 0.2, 0.4)).toBe(BLACK);

  // A line that is dragged back to its beginning leaves nothing.
  await takeFigure(page, 'Straight line');
  await stroke(page, [0.6, 0.9], [0.9, 0.9], [0.6, 0.9]);
  expect(await colourAt(page, SHEET, 0.75, 0.9)).toBe(WHITE);
});

test('notes are seen and kept, and never sent', async ({ page }) => {
  await open(page);
  await takeLayer(page, 'notes');
  await expect(page.getByTestId('layer-note')).toContainText('only you see');
  await stroke(page, [0.2, 0.5], [0.8, 0.5]);
  expect(await colourAt(page, NOTES, 0.5, 0.5)).toBe(BLACK);
  expect(await colourAt(page, SHEET, 0.5, 0.5)).toBe(WHITE);
  // Nothing was drawn that could be painted.
  await expect(page.getByText('Waiting for your first line')).toBeVisible();

  await takeLayer(page, 'sheet');
  await expect(page.getByTestId('layer-note')).toBeHidden();
  await stroke(page, [0.5, 0.2], [0.5, 0.8]);
  await untilPainted(page);
  expect(await colourAt(page, SHEET, 0.5, 0.3)).toBe(BLACK);

  await untilKept(page, 2);
  await page.reload();
  await expect.poll(() => colourAt(page, NOTES, 0.3, 0.5)).toBe(BLACK);
  expect(await colourAt(page, SHEET, 0.5, 0.3)).toBe(BLACK);
  expect(await colourAt(page, SHEET, 0.3, 0.5)).toBe(WHITE);

  // An eraser takes from its own layer only.
  await takeLayer(page, 'notes');
  await page.keyboard.press('e');
  await page.getByRole('slider', { name: 'Pen size' }).fill('40');
  await stroke(page, [0.1, 0.5], [0.9, 0.5]);
  expect(await colourAt(page, NOTES, 0.3, 0.5)).toBe('0,0,0,0');
  expect(await colourAt(page, SHEET, 0.5, 0.5)).toBe(BLACK);
});

test('a note that is taken back takes nothing drawn after a fill with it', async ({ page }) => {
  await open(page);
  await page.keyboard.press('g');
  await stroke(page, [0.9, 0.9]);
  const filled = await colourAt(page, SHEET, 0.5, 0.5);
  await page.getByRole('button', { name: 'Red', exact: true }).click();
  await page.keyboard.press('b');
  await stroke(page, [0.2, 0.5], [0.8, 0.5]);
  const line = await colourAt(page, SHEET, 0.5, 0.5);
  expect(line).not.toBe(filled);
  await takeLayer(page, 'notes');
  await stroke(page, [0.2, 0.2], [0.8, 0.2]);
  await page.keyboard.press('Control+z');
  expect(await colourAt(page, NOTES, 0.5, 0.2)).toBe('0,0,0,0');
  expect(await colourAt(page, SHEET, 0.5, 0.5)).toBe(line);
});

test('what is hidden is not sent, and who draws on it sees it again', async ({ page }) => {
  await open(page);
  await takeLayer(page, 'underlay');
  await page.keyboard.press('g');
  await page.getByRole('button', { name: 'Yellow' }).click();
  await stroke(page, [0.5, 0.5]);
  const yellow = await colourAt(page, SHEET, 0.1, 0.1);
  expect(yellow).not.toBe(WHITE);
  await takeLayer(page, 'sheet');
  await page.keyboard.press('b');
  await stroke(page, [0.2, 0.5], [0.8, 0.5]);
  const line = await colourAt(page, SHEET, 0.5, 0.5);

  await page.getByTestId('layers').click();
  await page.getByRole('button', { name: 'Hide the background' }).click();
  await page.getByRole('button', { name: 'Hide the drawing' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('layer-note')).toHaveText('Hidden: Background and Drawing');
  expect(await colourAt(page, SHEET, 0.5, 0.5)).toBe(WHITE);
  await page.keyboard.press('Control+z');
  expect(await colourAt(page, SHEET, 0.5, 0.5)).toBe(line);
  expect(await colourAt(page, SHEET, 0.1, 0.1)).toBe(WHITE);

  await takeLayer(page, 'underlay');
  expect(await colourAt(page, SHEET, 0.1, 0.1)).toBe(yellow);
});

test('a fill stays in where the outline has a gap', async ({ page }) => {
  await open(page);
  // The last side ends short of the first one.
  await stroke(page, [0.3, 0.3], [0.7, 0.3], [0.7, 0.7], [0.3, 0.7], [0.3, 0.335]);
  await page.keyboard.press('g');
  await page.getByRole('button', { name: 'Blue', exact: true }).click();
  await page.getByRole('slider', { name: 'Close gaps' }).fill('40');
  await stroke(page, [0.5, 0.5]);
  expect(await colourAt(page, SHEET, 0.5, 0.5)).not.toBe(WHITE);
  expect(await colourAt(page, SHEET, 0.1, 0.1)).toBe(WHITE);
  await page.keyboard.press('Control+z');
  await page.getByRole('slider', { name: 'Close gaps' }).fill('0');
  await stroke(page, [0.5, 0.5]);
  expect(await colourAt(page, SHEET, 0.1, 0.1)).not.toBe(WHITE);
});

test('goes in with the wheel, moves with Space, draws where the pointer is, and comes back', async ({
  page,
}) => {
  await open(page);
  const frame = await page.getByTestId(SHEET).boundingBox();
  if (!frame) {
    throw new Error('the sheet is not on the page');
  }
  const at = (x: number, y: number) => [frame.x + x * frame.width, frame.y + y * frame.height] as const;
  await page.mouse.move(...at(0.25, 0.25));
  for (let step = 0; step < 4; step += 1) {
    await page.mouse.wheel(0, -100);
  }
  const sheet = page.getByTestId(SHEET);
  // Three of the four steps would not be enough.
  await expect.poll(async () => ((await sheet.boundingBox())?.width ?? 0) / frame.width).toBeGreaterThan(2);
  const zoomed = await sheet.boundingBox();

  // What is under the pointer stays there.
  await page.mouse.down();
  await page.mouse.move(...at(0.26, 0.25));
  await page.mouse.up();
  expect(await colourAt(page, SHEET, 0.25, 0.25)).toBe(BLACK);

  await page.mouse.move(...at(0.5, 0.5));
  await page.keyboard.down('Space');
  await page.mouse.down();
  await page.mouse.move(...at(0.6, 0.5), { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Space');
  await expect
    .poll(async () => ((await sheet.boundingBox())?.x ?? 0) - (zoomed?.x ?? 0))
    .toBeCloseTo(frame.width * 0.1, 0);
  // Nothing was drawn meanwhile.
  await page.keyboard.press('Control+z');
  expect(await colourAt(page, SHEET, 0.25, 0.25)).toBe(WHITE);
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();

  await page.getByTestId('zoom-whole').click();
  await expect.poll(() => sheet.boundingBox()).toEqual(frame);
  await page.keyboard.press('+');
  await page.keyboard.press('0');
  await expect.poll(() => sheet.boundingBox()).toEqual(frame);
});

test('two fingers zoom, and leave no line', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    ...(baseURL ? { baseURL } : {}),
  });
  const page = await context.newPage();
  await open(page);
  const frame = await page.getByTestId(SHEET).boundingBox();
  if (!frame) {
    throw new Error('the sheet is not on the page');
  }
  const client = await context.newCDPSession(page);
  const fingers = (...places: readonly (readonly [x: number, y: number])[]) =>
    places.map(([x, y], id) => ({ x: frame.x + x * frame.width, y: frame.y + y * frame.height, id }));
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: ReturnType<typeof fingers>) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints });
  // One after the other, but at the same moment: a second finger that comes late is the ball of a hand.
  await touch('touchStart', fingers([0.4, 0.5], [0.6, 0.5]));
  await touch('touchMove', fingers([0.3, 0.5], [0.7, 0.5]));
  await touch('touchMove', fingers([0.2, 0.5], [0.8, 0.5]));
  await touch('touchEnd', fingers([0.2, 0.5]));
  await touch('touchMove', fingers([0.5, 0.9]));
  await touch('touchEnd', []);
  await expect
    .poll(async () => ((await page.getByTestId(SHEET).boundingBox())?.width ?? 0) / frame.width)
    .toBeCloseTo(3, 0);
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();

  // One finger draws, also while the sheet is large.
  await touch('touchStart', fingers([0.5, 0.5]));
  await touch('touchMove', fingers([0.7, 0.7]));
  await touch('touchEnd', []);
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeEnabled();
  await context.close();
});

test('a pen draws thicker where it is pressed, and its other end erases', async ({ page, context }) => {
  await open(page);
  await page.getByRole('slider', { name: 'Pen size' }).fill('40');
  const frame = await page.getByTestId(SHEET).boundingBox();
  if (!frame) {
    throw new Error('the sheet is not on the page');
  }
  const client = await context.newCDPSession(page);
  const pen = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number, force: number) =>
    client.send('Input.dispatchMouseEvent', {
      type,
      x: frame.x + x * frame.width,
      y: frame.y + y * frame.height,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      pointerType: 'pen',
      force,
    });
  const draw = async (from: number, to: number, force: number) => {
    await pen('mousePressed', from, 0.5, force);
    for (let step = 1; step <= 10; step += 1) {
      await pen('mouseMoved', from + ((to - from) * step) / 10, 0.5, force);
    }
    await pen('mouseReleased', to, 0.5, force);
  };
  await draw(0.1, 0.4, 0.1);
  await draw(0.6, 0.9, 1);
  expect(await paintedInColumn(page, 0.75)).toBeGreaterThan((await paintedInColumn(page, 0.25)) * 1.5);

  const painted = await paintedInColumn(page, 0.75);
  await page.getByTestId(SHEET).evaluate((canvas: HTMLCanvasElement) => {
    const box = canvas.getBoundingClientRect();
    const place = (x: number) => ({
      clientX: box.left + x * box.width,
      clientY: box.top + 0.5 * box.height,
      pointerId: 1,
      pointerType: 'pen',
      bubbles: true,
      pressure: 0.5,
    });
    // No driver can turn a pen round; the pointer has to exist to be captured.
    canvas.setPointerCapture = () => undefined;
    canvas.dispatchEvent(new PointerEvent('pointerdown', { ...place(0.6), button: 5, buttons: 32 }));
    for (let step = 1; step <= 10; step += 1) {
      canvas.dispatchEvent(new PointerEvent('pointermove', { ...place(0.6 + 0.03 * step), buttons: 32 }));
    }
    canvas.dispatchEvent(new PointerEvent('pointerup', { ...place(0.9), button: 5 }));
  });
  expect(await paintedInColumn(page, 0.75)).toBeLessThan(painted);
});

test('a pen draws although the hand that holds it came first, and the hand leaves nothing', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId(SHEET).evaluate((canvas: HTMLCanvasElement) => {
    const box = canvas.getBoundingClientRect();
    canvas.setPointerCapture = () => undefined;
    const point = (type: string, pointerType: 'touch' | 'pen', x: number, y: number) => {
      const place = { clientX: box.left + x * box.width, clientY: box.top + y * box.height };
      const pointerId = pointerType === 'pen' ? 2 : 1;
      const pressure = type === 'pointerup' ? 0 : 0.5;
      canvas.dispatchEvent(
        new PointerEvent(type, { ...place, pointerId, pointerType, pressure, bubbles: true }),
      );
    };
    point('pointerdown', 'touch', 0.8, 0.8);
    point('pointermove', 'touch', 0.82, 0.8);
    point('pointerdown', 'pen', 0.2, 0.3);
    point('pointermove', 'touch', 0.84, 0.8);
    point('pointermove', 'pen', 0.5, 0.3);
    point('pointerup', 'touch', 0.84, 0.8);
    point('pointermove', 'pen', 0.6, 0.3);
    point('pointerup', 'pen', 0.6, 0.3);
  });
  await expect.poll(() => colourAt(page, SHEET, 0.4, 0.3)).toBe(BLACK);
  expect(await colourAt(page, SHEET, 0.82, 0.8)).toBe(WHITE);
  await page.keyboard.press('Control+z');
  expect(await colourAt(page, SHEET, 0.4, 0.3)).toBe(WHITE);
});
