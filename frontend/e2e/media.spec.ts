import { expect, type Page } from '@playwright/test';
import { fingerprint, open, test, untilChanged, untilPainted } from './page';

async function show(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  await page.getByTestId('media-file').setInputFiles({ name, mimeType, buffer });
}

async function openFiles(page: Page): Promise<void> {
  await open(page);
  await page.keyboard.press('3');
}

/** The boxes of an MP4 film in a codec that the browser does not have; there is nothing in it but its description. */
const HEVC = Buffer.concat([
  Buffer.from('000000186674797069736f6d00000200', 'hex'),
  Buffer.from('isomiso2....moovtrakmdiaminfstblstsd....hvc1....', 'latin1'),
  Buffer.alloc(4000),
]);

test('refuses a film in a foreign codec with one sentence, once, and keeps what was there', async ({
  page,
}) => {
  await openFiles(page);
  await show(page, 'holiday.mp4', 'video/mp4', HEVC);
  const problem = page.getByTestId('media-problem');
  await expect(problem).toContainText('This browser cannot play HEVC (H.265) videos such as “holiday.mp4”.');
  const changes = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0;
        new MutationObserver((records) => (count += records.length)).observe(
          document.querySelector('[aria-label="Input"]') ?? document.body,
          { childList: true, subtree: true },
        );
        // As many refreshes as the loop of before took to show itself.
        let refreshes = 0;
        const wait = () => {
          refreshes += 1;
          if (refreshes < 30) {
            requestAnimationFrame(wait);
          } else {
            resolve(count);
          }
        };
        wait();
      }),
  );
  expect(changes).toBe(0);

  await show(page, 'square.svg', '', Buffer.from(SVG));
  await expect(problem).toBeHidden();
  const picture = page.getByRole('img', { name: 'square.svg' });
  await expect(picture).toBeVisible();
  await untilPainted(page);
  await show(page, 'holiday.mp4', '', HEVC);
  await expect(problem).toContainText('HEVC');
  await expect(picture).toBeVisible();
});

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect x="2" y="2" width="6" height="6" fill="#c33"/></svg>';

test('says what is wrong with sound, HEIC photos and what is no picture at all', async ({ page }) => {
  await openFiles(page);
  const problem = page.getByTestId('media-problem');
  await show(page, 'song.mp3', '', Buffer.alloc(200));
  await expect(problem).toContainText('“song.mp3” is only sound');
  await show(page, 'photo.heic', '', Buffer.from('0000001c6674797068656963', 'hex'));
  await expect(problem).toContainText('HEIC');
  await show(page, 'notes.txt', 'text/plain', Buffer.from('hello'));
  await expect(problem).toContainText('cannot play “notes.txt”');
});

/** A GIF of two frames, red and blue, a tenth of a second each. */
const GIF = Buffer.from(
  '47494638396102000200f00000ff00000000ff21ff0b4e45545343415045322e30030100000021f904040a0000002c00' +
    '00000002000200000204044110050021f904040a0000002c00000000020002000002040cc33005003b',
  'hex',
);

test('plays an animation, and pauses it', async ({ page }) => {
  await openFiles(page);
  await show(page, 'blink.gif', 'image/gif', GIF);
  const picture = page.getByRole('img', { name: 'blink.gif' });
  await expect(picture).toBeVisible();
  await untilChanged(picture, await fingerprint(picture));
  await page.getByRole('button', { name: 'Pause the video' }).click();
  const output = await untilPainted(page);
  const painted = await fingerprint(output);
  await page.getByTestId('prompt').fill('the sea at night');
  await untilChanged(output, painted);
});
