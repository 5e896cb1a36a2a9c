import { expect, test } from 'vitest';
import { codecOf, mediaTypeOf } from './media-type';

test.each([
  ['a.bin', 'video/mp4', 'video'],
  ['a.bin', 'image/png', 'picture'],
  ['a.bin', 'audio/mpeg', 'sound'],
  ['holiday.MOV', '', 'video'],
  ['photo.heic', '', 'picture'],
  ['song.mp3', '', 'sound'],
  ['essay', '', 'unknown'],
  ['notes.txt', 'text/plain', 'unknown'],
])('takes %s with MIME type "%s" for %s', (name, type, wanted) => {
  expect(mediaTypeOf({ name, type })).toBe(wanted);
});

test('names a codec that stands at the beginning or at the end of a film', async () => {
  const filler = new Uint8Array(700_000);
  expect(await codecOf(new Blob(['....ftypisom....hvc1....', filler]))).toBe('HEVC (H.265)');
  expect(await codecOf(new Blob(['RIFF....AVI LIST....vidsXVID', filler]))).toBe('Xvid');
  expect(await codecOf(new Blob([filler, 'trakstsdhev1....']))).toBe('HEVC (H.265)');
  expect(await codecOf(new Blob([filler, 'avc1']))).toBeUndefined();
});
