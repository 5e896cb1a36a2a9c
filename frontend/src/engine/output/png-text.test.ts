import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { withText } from './png-text';

/** A PNG of one pixel. */
const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
);

test('puts a text behind the first chunk, with its length and check sum', () => {
  const png = withText(PNG, 'parameters', 'ein Fuchs 狐\nSeed: 7');
  const view = new DataView(png.buffer);
  const length = view.getUint32(33);
  const body = png.subarray(37, 37 + 4 + length);
  expect(new TextDecoder().decode(body)).toBe('iTXtparameters\0\0\0\0\0ein Fuchs 狐\nSeed: 7');
  expect(view.getUint32(37 + 4 + length)).toBe(crc32(body));
  expect(png.subarray(0, 33)).toEqual(PNG.subarray(0, 33));
  expect(png.subarray(45 + length)).toEqual(PNG.subarray(33));
});
