import { expect } from '@playwright/test';
import { choose, fingerprint, open, screenshotPath, test, untilChanged, untilPainted } from './page';

test('repaints the person only, shows the matte, and says when nobody is there', async ({ page }) => {
  test.skip(
    process.env['SPEAKDRAW_PERSON_CLIP'] === undefined,
    'needs SPEAKDRAW_PERSON_CLIP, a motion JPEG of a person',
  );
  await open(page);
  await choose(page, 'Camera');
  const output = await untilPainted(page);

  await test.step('the long name of the camera leaves the pictures their places', async () => {
    const input = await page.getByTestId('camera').boundingBox();
    const choice = await page.getByTestId('camera-choice').boundingBox();
    const start = (await output.boundingBox())?.x ?? 0;
    expect((choice?.x ?? Infinity) + (choice?.width ?? 0)).toBeLessThanOrEqual(input?.x ?? 0);
    expect((input?.x ?? Infinity) + (input?.width ?? 0)).toBeLessThanOrEqual(start);
  });

  await test.step('the mode changes without a new stream', async () => {
    const whole = await fingerprint(output);
    await page.getByText('Person only', { exact: true }).click();
    await untilChanged(output, whole);
    await expect(page.getByRole('heading', { name: 'The person' }).first()).toBeVisible();
  });

  await test.step('nobody is announced, and taken back', async () => {
    const nobody = page.getByTestId('nobody');
    // For some seconds of every round of the clip.
    await expect(nobody).toHaveText('Nobody is in the picture, so it stays as it is.');
    await expect(nobody).toHaveText('');
  });

  await page.screenshot({ path: screenshotPath('person-only') });

  await test.step('the matte can be looked at', async () => {
    const picture = await fingerprint(output);
    await page.getByLabel('Show', { exact: true }).selectOption('matte');
    await untilChanged(output, picture);
    // Black and white alone: the corner without a person is black.
    await expect
      .poll(() =>
        output.evaluate((canvas: HTMLCanvasElement) => {
          // Read from a canvas of its own: the browser warns when one is read again and again.
          const pixel = new OffscreenCanvas(1, 1).getContext('2d');
          pixel?.drawImage(canvas, -2, -(canvas.height >> 1));
          const corner = pixel?.getImageData(0, 0, 1, 1).data;
          return corner ? Math.max(corner[0] ?? 255, corner[1] ?? 255, corner[2] ?? 255) : 255;
        }),
      )
      .toBeLessThan(40);
  });
});
