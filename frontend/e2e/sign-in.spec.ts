import { expect, type Page } from '@playwright/test';
import { open, screenshotPath, test } from './page';

test.skip(process.env['SPEAKDRAW_SIGN_IN'] === undefined, 'needs a server on which people sign in');

/** The test's own provider of accounts, which is another address. */
const PROVIDER = /^request to another address: http:\/\/localhost:\d+\//;

async function signInAs(page: Page, person: string) {
  await page.getByTestId('sign-in').click();
  await page.getByRole('link', { name: person }).click();
}

async function signOut(page: Page) {
  await page.getByTestId('sign-out').click();
  await expect(page.getByRole('heading', { name: 'Signed out of the school' })).toBeVisible();
}

test('somebody signs in, is called as the account is, and signs out', async ({ page, complaints }) => {
  complaints.expected.push(PROVIDER);
  await open(page);
  await page.getByTestId('open-you').click();
  await signInAs(page, 'Ada Lovelace');
  await expect(page.getByTestId('connection')).toHaveText('Live');
  await page.getByTestId('open-you').click();
  await expect(page.getByTestId('account')).toHaveText('Signed in as Ada Lovelace');
  await page.screenshot({ path: screenshotPath('signed-in') });
  await signOut(page);
  await open(page);
  await page.getByTestId('open-you').click();
  await expect(page.getByTestId('sign-in')).toBeVisible();
});

test('a teacher opens a class in which accounts give the names, and a student comes in', async ({
  page,
  browser,
  complaints,
}) => {
  complaints.expected.push(PROVIDER);
  await page.goto('/teacher.html');
  await expect(page.getByTestId('teachers-only')).toBeVisible();
  await signInAs(page, 'Ada Lovelace');
  await expect(page.getByTestId('account')).toHaveText('Signed in as Ada Lovelace');
  await expect(page.getByTestId('teachers-only')).toBeVisible();
  await signOut(page);
  await page.goto('/teacher.html');
  await signInAs(page, 'Charles Babbage');
  await page.getByTestId('class-name').fill('4b');
  await page.getByTestId('open-classroom').click();
  // The student's page asks once how the class is called.
  const changed = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await page.getByTestId('naming').selectOption('account');
  expect((await changed).ok()).toBe(true);
  const link = (await page.getByTestId('join-link').getAttribute('href')) ?? '';

  const context = await browser.newContext();
  const student = await context.newPage();
  await student.goto(link);
  await expect(student.getByTestId('join-account')).toBeVisible();
  await expect(student.getByTestId('join')).toBeDisabled();
  await signInAs(student, 'Ada Lovelace');
  await expect(student.getByTestId('join')).toBeEnabled();
  await student.screenshot({ path: screenshotPath('join-signed-in') });
  await student.getByTestId('join').click();
  await expect(page.getByText('Ada Lovelace')).toBeVisible();
  await context.close();
});

test('who comes back without an account is told why', async ({ page }) => {
  await page.goto('/?sign-in=sign-in-lapsed');
  await expect(page.getByText('The sign-in took too long')).toBeVisible();
  await expect(page).toHaveURL('/');
});
