import { expect, type Page } from '@playwright/test';
import { choose, open, test } from './page';

/** Answers as a server whose model knows these words only. */
async function know(page: Page): Promise<void> {
  const words = [
    { kind: 'words', forms: { en: ['a'] } },
    { kind: 'names', forms: { en: ['castle'], de: ['Schloss'] } },
    { kind: 'names', forms: { en: ['cat'], de: ['Katze'] } },
    { kind: 'styles', forms: { en: ['watercolour'] } },
  ];
  await page.route('**/api/vocabulary', (route) => route.fulfill({ json: { words } }));
}

test('completes known words, names unknown ones, and offers styles for a camera', async ({ page }) => {
  await know(page);
  await open(page);
  const prompt = page.getByTestId('prompt');
  await prompt.fill('a cas');
  const completions = page.getByTestId('completions');
  await expect(completions.getByRole('button')).toHaveText(['castle']);
  await prompt.press('ArrowDown');
  await expect(completions.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(prompt).toHaveValue('a castle');
  await expect(prompt).toBeFocused();
  await expect(page.getByTestId('unknown-words')).toBeHidden();

  await prompt.fill('a dragon');
  await prompt.press('Enter');
  await expect(page.getByTestId('unknown-words')).toHaveText('This model does not know “dragon”.');
  await prompt.fill('a cat');
  await prompt.press('Enter');
  await expect(page.getByTestId('unknown-words')).toBeHidden();

  await choose(page, 'Camera');
  await expect(page.getByText('Try a style:')).toBeVisible();
  await page.getByRole('list', { name: 'Examples' }).getByRole('button', { name: 'watercolour' }).click();
  await expect(prompt).toHaveValue('watercolour');
});

test('the server tells the words of its model, and browsers keep them', async ({ request }) => {
  const first = await request.get('/api/vocabulary');
  expect(Array.isArray(((await first.json()) as { words: unknown[] }).words)).toBe(true);
  const { etag } = first.headers();
  const again = await request.get('/api/vocabulary', { headers: { 'If-None-Match': etag ?? '' } });
  expect(again.status()).toBe(304);
});
