import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { choose, fingerprint, open, stroke, test, untilChanged, untilKept, untilPainted } from './page';

test('a drawing is back after a reload, with its past, and in a new tab when the first is gone', async ({
  page,
  context,
}) => {
  await open(page);
  const sheet = page.getByTestId('drawing');
  const blank = await fingerprint(sheet);
  await stroke(page, [0.2, 0.2], [0.8, 0.8], [0.8, 0.2]);
  const drawn = await fingerprint(sheet);
  await untilKept(page);

  await page.reload();
  await expect.poll(() => fingerprint(sheet)).toBe(drawn);
  await untilPainted(page);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => fingerprint(sheet)).toBe(blank);
  await page.getByRole('button', { name: 'Redo', exact: true }).click();
  await expect.poll(() => fingerprint(sheet)).toBe(drawn);

  // While the first tab draws on it, another one has a sheet of its own.
  const second = await context.newPage();
  await open(second);
  expect(await fingerprint(second.getByTestId('drawing'))).toBe(blank);
  await second.close();
  await page.close();
  const third = await context.newPage();
  await open(third);
  await expect.poll(() => fingerprint(third.getByTestId('drawing'))).toBe(drawn);
});

test('has several sheets, and takes them out again with their prompts', async ({ page }) => {
  await open(page);
  const sheet = page.getByTestId('drawing');
  const prompt = page.getByTestId('prompt');
  await prompt.fill('a wooden boat');
  await prompt.press('Enter');
  await stroke(page, [0.2, 0.2], [0.8, 0.8]);
  const first = await fingerprint(sheet);
  await page.getByTestId('open-sheets').click();
  await page.getByTestId('sheet-new').click();
  await expect.poll(() => fingerprint(sheet)).not.toBe(first);
  await prompt.fill('a green pear');
  await prompt.press('Enter');
  await stroke(page, [0.2, 0.8], [0.8, 0.2]);

  await page.getByTestId('open-sheets').click();
  const sheets = page.getByTestId('sheets').getByRole('listitem');
  await expect(sheets).toHaveCount(2);
  await sheets.nth(1).getByRole('button').first().click();
  await expect.poll(() => fingerprint(sheet)).toBe(first);
  await expect(prompt).toHaveValue('a wooden boat');

  await page.getByTestId('open-sheets').click();
  await sheets
    .filter({ hasNot: page.locator('[aria-current]') })
    .getByRole('button', { name: /Throw/ })
    .click();
  await page.getByTestId('confirm-yes').click();
  await expect(sheets).toHaveCount(1);
});

test('saves a sheet as a file, opens it again, and refuses another', async ({ page }) => {
  await open(page);
  const sheet = page.getByTestId('drawing');
  await page.getByTestId('sample').click();
  const drawn = await fingerprint(sheet);
  await page.getByTestId('open-sheets').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('sheet-save').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.speakdraw$/);
  const bytes = await readFile(await download.path());
  const file = (buffer: Buffer) => ({ name: 'mine.speakdraw', mimeType: 'application/json', buffer });
  await page.getByTestId('sheet-file').setInputFiles(file(Buffer.from('{"format":"speakdraw-sheet"}')));
  await expect(page.getByTestId('sheet-problem')).toContainText('not a sheet');
  await page.getByTestId('sheet-new').click();
  await expect.poll(() => fingerprint(sheet)).not.toBe(drawn);
  await page.getByTestId('open-sheets').click();
  await page.getByTestId('sheet-file').setInputFiles(file(bytes));
  await expect.poll(() => fingerprint(sheet)).toBe(drawn);
});

test('has the last pictures, saves one, and draws on one', async ({ page }) => {
  await open(page);
  await choose(page, 'Camera');
  await untilPainted(page);
  await page.getByTestId('open-recent').click();
  await expect(page.getByTestId('recent').getByRole('button').first()).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('recent-save').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.png$/);
  expect((await readFile(await download.path())).toString('latin1')).toContain('trainedAlgorithmicMedia');
  await page.getByTestId('recent-draw').click();
  await expect(page.getByTestId('drawing')).toBeVisible();
  await page.getByTestId('layers').click();
  await expect(page.getByRole('button', { name: 'Remove the background image' })).toBeVisible();
});

test('the picture of a source disappears with it', async ({ page }) => {
  await open(page);
  await page.getByTestId('sample').click();
  const output = await untilPainted(page);
  await choose(page, 'File');
  await expect(output).toBeHidden();
  await expect(page.getByText('Waiting for a picture')).toBeVisible();
  await choose(page, 'Draw');
  await untilPainted(page);
});

test('takes a colour from the sheet', async ({ page }) => {
  await open(page);
  await page.keyboard.press('g');
  await page.getByRole('button', { name: 'Blue', exact: true }).click();
  await stroke(page, [0.5, 0.5]);
  await page.getByRole('button', { name: 'Black', exact: true }).click();
  await page.keyboard.press('i');
  await stroke(page, [0.3, 0.3]);
  await expect(page.getByRole('button', { name: 'Blue', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(page.getByRole('radio', { name: 'Pen (B)' })).toBeChecked();
  const before = await fingerprint(page.getByTestId('drawing'));
  await page.keyboard.press('Control+z');
  await untilChanged(page.getByTestId('drawing'), before);
});
