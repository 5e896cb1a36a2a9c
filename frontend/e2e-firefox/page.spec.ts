import { expect } from '@playwright/test';
import {
  byTestId,
  fingerprint,
  stroke,
  test,
  textOf,
  type,
  untilChanged,
  untilKept,
  untilLive,
} from './firefox';

test('paints what is drawn, follows the prompt, takes back, and keeps the drawing', async ({ open }) => {
  const page = await open('/');
  await untilLive(page);
  const blank = await fingerprint(page, 'drawing');
  await stroke(page, [0.2, 0.3], [0.8, 0.3], [0.5, 0.8], [0.2, 0.3]);
  const drawn = await untilChanged(page, 'drawing', blank);
  const painted = await untilChanged(page, 'output');

  await type(page, 'prompt', 'the sea at night');
  await page.keyboard.press('Enter');
  await untilChanged(page, 'output', painted);

  await stroke(page, [0.1, 0.9], [0.9, 0.9]);
  await untilChanged(page, 'drawing', drawn);
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
  await expect.poll(() => fingerprint(page, 'drawing')).toBe(drawn);

  await untilKept(page, 1);
  await page.reload();
  await untilLive(page);
  await expect.poll(() => fingerprint(page, 'drawing')).toBe(drawn);
  await untilChanged(page, 'output');
  expect(await page.$eval('[data-testid="prompt"]', (box) => (box as HTMLTextAreaElement).value)).toBe(
    'the sea at night',
  );
});

test('joins a classroom by its link, and is seen on the wall', async ({ open }) => {
  const teacher = await open('/teacher.html');
  await byTestId(teacher, 'class-name').fill('4b');
  await byTestId(teacher, 'open-classroom').click();
  const link = await teacher.waitForSelector('[data-testid="join-link"]');
  const address = (await link?.evaluate((element) => element.getAttribute('href'))) ?? '';

  const student = await open(address);
  await byTestId(student, 'join-name').fill('Ada');
  await byTestId(student, 'join').click();
  await untilLive(student);
  await expect.poll(() => textOf(student, 'in-class')).toContain('4b');
  await stroke(student, [0.2, 0.2], [0.8, 0.8]);
  await untilChanged(student, 'output');
  await expect.poll(() => textOf(teacher, 'student')).toContain('Ada');
});
