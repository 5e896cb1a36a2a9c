import { type Browser, expect, type Page } from '@playwright/test';
import { fingerprint, screenshotPath, stroke, test, untilChanged, untilPainted, violations } from './page';

const THINGS = ['a red apple', 'a fox, watercolour', 'a blue whale, ink drawing'];

/** A page in a browser of its own: somebody with cookies of their own. */
async function somebody(browser: Browser, baseURL: string | undefined, width = 1280): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  return context.newPage();
}

/** Follows the link of the class and draws something. */
async function join(page: Page, link: string, name: string, prompt: string): Promise<void> {
  await page.goto(link);
  await page.getByTestId('join-name').fill(name);
  await page.getByTestId('join').click();
  await expect(page.getByTestId('connection')).toHaveText('Live');
  await expect(page.getByTestId('in-class')).toContainText('4b');
  await page.getByTestId('prompt').fill(prompt);
  await stroke(page, [0.2, 0.2], [0.8, 0.3], [0.5, 0.8], [0.2, 0.2]);
  await untilPainted(page);
}

test('a lesson: one teacher, three students and the big screen', async ({
  page: teacher,
  browser,
  baseURL,
}) => {
  test.setTimeout(300_000);
  const dialogs: string[] = [];
  teacher.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.accept();
  });
  await teacher.goto('/teacher.html');
  await teacher.getByTestId('class-name').fill('4b');
  await teacher.getByTestId('open-classroom').click();
  await expect(teacher.getByTestId('join-code')).toHaveText(/^[0-9A-Z]{4} [0-9A-Z]{4}$/);
  const link = (await teacher.getByTestId('join-link').getAttribute('href')) ?? '';

  const students = await Promise.all(THINGS.map(() => somebody(browser, baseURL)));
  const [ada, ben, cem] = students as [Page, Page, Page];
  for (const [index, name] of ['Ada', 'Ben', 'Cem'].entries()) {
    await join(students[index] as Page, link, name, THINGS[index] ?? '');
  }

  await test.step('the wall shows everybody', async () => {
    await expect(teacher.getByTestId('student')).toHaveCount(3);
    await expect(teacher.locator('canvas[data-painted]')).toHaveCount(3);
    await expect(teacher.getByTestId('student').nth(1)).toContainText('Ben');
    await expect(teacher.getByTestId('student').nth(1)).toContainText(THINGS[1] ?? '');
    await ada.getByTestId('hand').click();
    await expect(teacher.getByTestId('student').first()).toContainText('Hand up');
    await expect(teacher.getByTestId('class-size')).toContainText('1 hand up');
    expect(await violations(teacher)).toEqual([]);
  });

  await test.step('the big screen shows them without names', async () => {
    await teacher.getByTestId('projector-share').click();
    const address = await teacher.getByTestId('projector-link').getAttribute('href');
    const screen = await somebody(browser, baseURL);
    await screen.goto(address ?? '');
    await expect(screen.getByTestId('shown')).toHaveCount(3);
    await expect(screen.locator('canvas[data-painted]')).toHaveCount(3);
    await expect(screen.getByText('Ben')).toHaveCount(0);

    await teacher.getByTestId('task-input').fill('Draw your favourite animal');
    await teacher.getByRole('button', { name: '5 min' }).click();
    await expect(screen.getByTestId('countdown')).toBeVisible();
    // The lesson has changed meanwhile; what is typed has not.
    await expect(teacher.getByTestId('task-input')).toHaveValue('Draw your favourite animal');
    await teacher.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(screen.getByTestId('task')).toHaveText('Draw your favourite animal');
    await expect(screen.getByTestId('countdown')).toHaveText(/^[45]:/);
    await expect(ben.getByTestId('task')).toHaveText('Draw your favourite animal');
    expect(await violations(screen)).toEqual([]);
    await screen.screenshot({ path: screenshotPath('projector') });
    await teacher.screenshot({ path: screenshotPath('teacher') });

    await teacher.getByRole('button', { name: 'Look at Ben' }).click();
    await expect(ben.getByTestId('watched')).toBeVisible();
    await expect(teacher.getByTestId('large')).toHaveAttribute('data-painted', 'true');
    await expect(teacher.getByTestId('large-prompt')).toHaveText(THINGS[1] ?? '');
    await teacher.getByTestId('spotlight').click();
    await expect(screen.getByTestId('spotlit')).toBeVisible();
    await expect(screen.locator('[data-testid=spotlit] canvas[data-painted]')).toHaveCount(1);
    await expect(ben.getByTestId('spotlit')).toBeVisible();

    await teacher.getByTestId('black-out').click();
    await expect(ben.getByTestId('cover')).toBeVisible();
    await expect(screen.getByTestId('shown')).toHaveCount(2);
    await expect(teacher.getByTestId('black-out')).toHaveAttribute('aria-pressed', 'true');
    await teacher.getByTestId('black-out').click();
    await expect(ben.getByTestId('cover')).toBeHidden();
    await teacher.keyboard.press('Escape');
    await expect(ben.getByTestId('watched')).toBeHidden();
    await screen.context().close();
  });

  await test.step('a prompt goes to one, who takes it back', async () => {
    await teacher.getByRole('checkbox', { name: 'Choose Cem' }).check();
    await teacher.getByTestId('push-prompt').fill('a penguin, 3d');
    await teacher.getByTestId('push').click();
    await expect(teacher.getByTestId('push-outcome')).toHaveText('1 student has it.');
    await expect(cem.getByTestId('prompt')).toHaveValue('a penguin, 3d');
    await expect(cem.getByTestId('sent')).toContainText('a penguin, 3d');
    await expect(ada.getByTestId('prompt')).toHaveValue(THINGS[0] ?? '');
    expect(await violations(cem)).toEqual([]);
    await cem.getByTestId('undo-sent').click();
    await expect(cem.getByTestId('prompt')).toHaveValue(THINGS[2] ?? '');
    await expect(cem.getByTestId('sent')).toBeHidden();
  });

  await test.step('everybody looks up and goes on, also after a reload', async () => {
    await teacher.getByTestId('eyes-here').click();
    for (const student of students) {
      await expect(student.getByTestId('cover')).toContainText('Eyes here!');
    }
    const theme = () => ada.evaluate(() => document.documentElement.dataset['theme']);
    const before = await theme();
    await ada.keyboard.press('t');
    expect(await theme()).toBe(before);
    await ada.keyboard.press('Escape');
    await expect(ada.getByTestId('cover')).toBeVisible();
    await ada.reload();
    await expect(ada.getByTestId('cover')).toBeVisible();
    await teacher.reload();
    await expect(teacher.getByTestId('eyes-here')).toHaveText('Let them go on');
    await teacher.getByTestId('eyes-here').click();
    for (const student of students) {
      await expect(student.getByTestId('cover')).toBeHidden();
    }
    const former = await fingerprint(ben.getByTestId('output'));
    await stroke(ben, [0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]);
    await untilChanged(ben.getByTestId('output'), former);
  });

  await test.step('one is taken out, and the class is deleted', async () => {
    await teacher.getByRole('button', { name: 'Look at Cem' }).click();
    await teacher.getByTestId('take-out').click();
    await expect(cem.getByTestId('in-class')).toBeHidden();
    await expect(teacher.getByTestId('student')).toHaveCount(2);
    await teacher.getByRole('button', { name: 'Delete the classroom' }).click();
    await expect(teacher.getByTestId('class-name')).toBeVisible();
    await expect(ada.getByTestId('in-class')).toBeHidden();
    expect(dialogs).toHaveLength(2);
    for (const student of students) {
      await student.context().close();
    }
  });
});

test('a wrong code and a closed door are told in plain words', async ({
  page: teacher,
  browser,
  baseURL,
  complaints,
}) => {
  complaints.expected.push(/status of 40[34]/);
  await teacher.goto('/teacher.html');
  await teacher.getByTestId('class-name').fill('4b');
  await teacher.getByTestId('open-classroom').click();
  const link = (await teacher.getByTestId('join-link').getAttribute('href')) ?? '';
  await teacher.getByTestId('door').click();
  await expect(teacher.getByTestId('door-closed')).toBeVisible();

  const student = await somebody(browser, baseURL, 390);
  await student.goto(link);
  await student.getByTestId('join-name').fill('Ada');
  await student.getByTestId('join').click();
  await expect(student.getByRole('alert')).toContainText('door is closed');
  expect(await violations(student)).toEqual([]);
  await student.goto('/join.html#BBBBBBBB');
  await student.reload();
  await student.getByTestId('join-name').fill('Ada');
  await student.getByTestId('join').click();
  await expect(student.getByRole('alert')).toContainText('No classroom has this code');
  await student.context().close();

  await teacher.goto('/projector.html#nonsense.nonsense');
  await expect(teacher.getByText('This link does not work any more')).toBeVisible();
});
