import { randomUUID } from 'node:crypto';
import { type APIRequestContext, expect } from '@playwright/test';
import { screenshotPath, test, violations } from './page';

/** Somebody with a cookie of their own. */
type Person = APIRequestContext;

async function share(person: Person, name: string): Promise<string> {
  const answer = await person.post('/api/presets', {
    data: { name, prompt: `${name} in the snow`, visibility: 'everyone' },
  });
  expect(answer.status()).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  return id;
}

test('an administrator approves with the keyboard and deletes what was reported', async ({
  page,
  playwright,
  baseURL,
}) => {
  // Who shares from the server's own machine is its administrator, and needs no approval.
  const extraHTTPHeaders = { 'X-Forwarded-For': '203.0.113.7' };
  const person = () => playwright.request.newContext({ extraHTTPHeaders, ...(baseURL ? { baseURL } : {}) });
  const [owner, reader] = [await person(), await person()];
  // The server may still have those of an attempt that failed.
  const kiwi = `Kiwi ${randomUUID().slice(0, 8)}`;
  const first = await share(owner, `${kiwi} one`);
  await share(owner, `${kiwi} two`);

  await page.goto('/moderation.html');
  await page.getByText('Waiting', { exact: true }).click();
  const cards = page.getByTestId('judged');
  const one = cards.filter({ hasText: `${kiwi} one` });
  const two = cards.filter({ hasText: `${kiwi} two` });
  await expect(one).toBeVisible();
  await expect(two).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await one.getByTestId('keep').focus();
  await page.keyboard.press('Enter');
  await expect(one).toHaveCount(0);
  await expect(two.getByTestId('keep'), 'the next one has the focus').toBeFocused();
  expect((await reader.get(`/api/presets/${first}`)).status()).toBe(200);

  await reader.put(`/api/presets/${first}/favourite`);
  const report = await reader.post(`/api/presets/${first}/reports`, { data: { reason: 'mean' } });
  expect(report.status()).toBe(204);
  await page.getByText('Reports', { exact: true }).click();
  const reported = cards.filter({ hasText: `${kiwi} one` });
  await expect(reported).toContainText('mean · 1');
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: screenshotPath('moderation') });
  await reported.getByTestId('remove').click();
  await page.getByTestId('confirm-yes').click();
  await expect(reported).toHaveCount(0);
  expect((await owner.get(`/api/presets/${first}`)).status()).toBe(404);
  await Promise.all([owner.dispose(), reader.dispose()]);
});

test('from elsewhere a page needs the right token', async ({ page, complaints }) => {
  complaints.expected.push(/403/);
  await page.setExtraHTTPHeaders({ 'X-Forwarded-For': '203.0.113.7' });
  await page.goto('/moderation.html');
  await expect(page.getByTestId('token')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('token').fill('wrong');
  await page.getByTestId('sign-in').click();
  await expect(page.getByText('This is not the token.')).toBeVisible();
  await expect(page.getByTestId('judged-wall')).toHaveCount(0);
});
