import { expect, test } from 'vitest';
import { RecentPictures } from './recent-pictures';

const picture = (...bytes: number[]) => new Uint8Array(bytes);

test('remembers one picture every two seconds, the newest first', async () => {
  const recent = new RecentPictures();
  for (let tenth = 0; tenth < 100; tenth += 1) {
    recent.note(picture(tenth), tenth * 100, () => `prompt ${tenth}`);
  }
  expect(recent.pictures.map(({ at }) => at)).toEqual([8000, 6000, 4000, 2000, 0]);
  expect(recent.pictures[0]?.made).toBe('prompt 80');
  expect([...new Uint8Array((await recent.pictures[0]?.jpeg.arrayBuffer()) ?? new ArrayBuffer())]).toEqual([
    80,
  ]);
});

test('is not filled by a picture that stands still, nor without end', () => {
  const recent = new RecentPictures();
  for (let second = 0; second < 600; second += 1) {
    recent.note(picture(1, 2, 3), second * 1000, () => '');
  }
  expect(recent.pictures).toHaveLength(1);
  for (let second = 600; second < 1200; second += 1) {
    recent.note(picture(second & 255, second >> 8), second * 1000, () => '');
  }
  expect(recent.pictures).toHaveLength(45);
});
