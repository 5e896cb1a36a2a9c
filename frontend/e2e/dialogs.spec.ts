import { expect } from '@playwright/test';
import { open, test, untilPainted } from './page';

test('a dialog keeps what is typed, and gives the focus back', async ({ page }) => {
  await open(page);
  await page.getByTestId('sample').click();
  await page.getByTestId('open-save').focus();
  await page.keyboard.press('Enter');
  const name = page.getByTestId('preset-name');
  await name.fill('A name that somebody has thought about');
  // The first picture comes meanwhile.
  await untilPainted(page);
  await expect(page.getByAltText('The current look')).toBeVisible();
  await expect(name).toHaveValue('A name that somebody has thought about');

  // Selecting a text may end beside the dialog.
  const box = await name.boundingBox();
  const y = (box?.y ?? 0) + (box?.height ?? 0) / 2;
  await page.mouse.move((box?.x ?? 0) + 60, y);
  await page.mouse.down();
  await page.mouse.move(4, y, { steps: 4 });
  await page.mouse.up();
  await expect(name).toHaveValue('A name that somebody has thought about');

  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByTestId('open-save')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.mouse.click(4, 4);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByTestId('open-save')).toBeFocused();
});

test('a preset whose picture was refused is not saved twice', async ({ page, complaints }) => {
  complaints.expected.push(/status of 503/);
  await open(page);
  await page.getByTestId('sample').click();
  await untilPainted(page);
  let refused = 0;
  await page.route('**/thumbnail', (route) => {
    refused += 1;
    return refused === 1 ? route.fulfill({ status: 503, json: { code: 'internal' } }) : route.continue();
  });
  await page.getByTestId('open-save').click();
  await page.getByTestId('preset-name').fill('Saved once');
  const save = page.getByTestId('save-preset').getByRole('button', { name: 'Save' });
  await save.click();
  await expect(page.getByTestId('save-preset').getByRole('alert')).toBeVisible();
  await save.click();
  await expect(page.getByTestId('save-preset')).toHaveCount(0);
  const presets = await page.request.get('/api/presets?q=Saved+once&slugs=&tag=&scope=mine&sort=new&after=');
  expect(((await presets.json()) as { presets: unknown[] }).presets).toHaveLength(1);
});

test('two presses on "Show more" bring one more page of recordings', async ({ page }) => {
  const recording = (session: string) => ({
    session,
    startedAt: '2026-11-23T10:00:00Z',
    durationMs: 1000,
    recording: false,
    keepsInput: false,
    frames: 1,
    bytes: 1000,
    bundle: 'pocket',
    prompt: session,
  });
  await page.route('**/api/recordings*', async (route) => {
    const first = !route.request().url().includes('before=');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await route.fulfill({
      json: {
        recordings: first ? [recording('a'), recording('b')] : [recording('c')],
        ...(first ? { next: 'b' } : {}),
      },
    });
  });
  await open(page);
  await page.getByTestId('recordings-open').click();
  await page.getByRole('button', { name: 'Show more' }).dblclick();
  await expect(page.getByTestId('recordings').getByRole('listitem')).toHaveCount(3);
});
