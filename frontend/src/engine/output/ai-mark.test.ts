import exifr from 'exifr';
import { expect, test } from 'vitest';
import { badgeBox, BADGE_CORNERS, markedPng } from './ai-mark';
import { withText } from './png-text';

/** A PNG of one pixel. */
const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
);

test('another program finds in a saved picture that AI made it', async () => {
  const png = markedPng(withText(PNG, 'parameters', 'a fox'));
  expect(await exifr.parse(Buffer.from(png), { xmp: true, tiff: true, mergeOutput: true })).toMatchObject({
    DigitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
  });
});

test.each(BADGE_CORNERS)('the badge is inside the picture, %s', (corner) => {
  for (const [width, height] of [
    [512, 384],
    [64, 48],
  ] as const) {
    const box = badgeBox(width, height, corner);
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
    expect(box.x + box.width / 2 < width / 2).toBe(corner.endsWith('left'));
    expect(box.y + box.height / 2 < height / 2).toBe(corner.startsWith('top'));
  }
});
