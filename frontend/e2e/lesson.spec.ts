import { type Browser, expect, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
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
  complaints,
}) => {
  // Of one who was taken out and tries to come in again.
  complaints.expected.push(/status of 403/);
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
    // That AI made it is to be read on a picture, not beside it.
    const frame = await screen.locator('.ai-made').first().boundingBox();
    expect((frame?.width ?? 0) / (frame?.height ?? 1)).toBeCloseTo(1);
    await screen.screenshot({ path: screenshotPath('projector') });
    await teacher.screenshot({ path: screenshotPath('teacher'), fullPage: true });

    await teacher.getByRole('button', { name: 'Look at Ben' }).click();
    await expect(ben.getByTestId('watched')).toBeVisible();
    await expect(teacher.getByTestId('large')).toHaveAttribute('data-painted', 'true');
    await expect(teacher.getByTestId('large-prompt')).toHaveText(THINGS[1] ?? '');
    await teacher.getByTestId('spotlight').click();
    await expect(screen.getByTestId('spotlit')).toBeVisible();
    await expect(screen.locator('[data-testid=spotlit] canvas[data-painted]')).toHaveCount(1);
    await expect(ben.getByTestId('spotlit')).toBeVisible();
    // Everybody else has it beside the own picture, can put it aside, and is back when it ends.
    for (const student of [ada, cem]) {
      await expect(student.getByTestId('spotlight-panel')).toContainText('Everybody looks at this picture');
      await expect(student.locator('[data-testid=spotlight-panel] canvas[data-painted]')).toHaveCount(1);
    }
    await expect(ada.getByTestId('spotlight-panel')).not.toContainText('Ben');
    await expect(ben.getByTestId('spotlight-panel')).toHaveCount(0);
    expect(await violations(ada)).toEqual([]);
    await ada.screenshot({ path: screenshotPath('student') });
    await ada.getByTestId('fold-spotlight').click();
    await expect(ada.locator('[data-testid=spotlight-panel] canvas')).toBeHidden();

    await teacher.keyboard.press('Escape');
    await teacher.getByTestId('screen-input').check();
    await expect(ben.getByTestId('spotlit')).toContainText('what you draw');
    await stroke(ben, [0.3, 0.7], [0.7, 0.7]);
    await expect(screen.locator('[data-testid=inset][data-painted]')).toBeVisible();
    await teacher.getByTestId('screen-input').uncheck();
    await expect(screen.getByTestId('inset')).toHaveCount(0);
    await teacher.getByRole('button', { name: 'Look at Ben' }).click();
    await teacher.getByTestId('priority').click();
    await expect(teacher.getByTestId('student').nth(1)).toContainText('Faster');
    await teacher.getByTestId('black-out').click();
    await expect(ben.getByTestId('cover')).toBeVisible();
    await expect(ada.getByTestId('spotlight-panel')).toHaveCount(0);
    await expect(screen.getByTestId('shown')).toHaveCount(2);
    await expect(teacher.getByTestId('black-out')).toHaveAttribute('aria-pressed', 'true');
    await teacher.getByTestId('black-out').click();
    await expect(ben.getByTestId('cover')).toBeHidden();
    await teacher.keyboard.press('Escape');
    await expect(ben.getByTestId('watched')).toBeHidden();
    await teacher.getByTestId('screen-names').check();
    await teacher.getByTestId('screen-captions').check();
    await expect(screen.getByText('Ben')).toBeVisible();
    await expect(screen.getByTestId('caption').filter({ hasText: THINGS[1] ?? '' })).toBeVisible();
    await teacher.getByTestId('screen-names').uncheck();
    await expect(screen.getByText('Ben')).toHaveCount(0);
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

  await test.step('a picture to draw on goes to one, who takes it back', async () => {
    // Ada's sheet as it looks now: a picture like any other.
    await teacher.getByTestId('push-picture-file').setInputFiles({
      name: 'sheet.png',
      mimeType: 'image/png',
      buffer: await ada.getByTestId('drawing').screenshot(),
    });
    await teacher.getByTestId('push-picture').click();
    await expect(teacher.getByTestId('push-outcome')).toHaveText('1 student has it.');
    await expect(cem.getByTestId('sent-picture')).toBeVisible();
    await expect(ada.getByTestId('sent-picture')).toHaveCount(0);
    await teacher.getByTestId('push-picture-as').selectOption('image');
    await teacher.getByTestId('push-picture').click();
    await expect(cem.getByRole('radio', { name: 'File' })).toBeChecked();
    await cem.getByTestId('undo-picture').click();
    await expect(cem.getByRole('radio', { name: 'Draw' })).toBeChecked();
    await expect(cem.getByTestId('sent-picture')).toHaveCount(0);
    await teacher.getByRole('checkbox', { name: 'Choose Cem' }).uncheck();
  });

  await test.step('what is locked stays locked after a reload, and is given back', async () => {
    const strength = (student: Page) => student.getByTestId('control-strength').getByRole('slider');
    const before = await strength(ada).inputValue();
    const broughtIn = String(Math.min(0.4, Math.max(0.3, Number(before))));
    await teacher.getByTestId('locks').click();
    await teacher.getByTestId('lock-source-camera').uncheck();
    await teacher.getByTestId('lock-source-text').uncheck();
    await teacher.getByTestId('lock-strength').getByRole('checkbox').check();
    await teacher.getByTestId('lock-strength').getByLabel('from').fill('0.3');
    await teacher.getByTestId('lock-strength').getByLabel('to').fill('0.4');
    await teacher.getByTestId('lock-strength').getByLabel('to').blur();
    expect(await violations(teacher)).toEqual([]);
    await teacher.getByTestId('lock').click();
    await expect(teacher.getByTestId('locks')).toHaveAttribute('aria-pressed', 'true');
    for (const reload of [false, true]) {
      if (reload) {
        await ada.reload();
        await expect(ada.getByTestId('connection')).toHaveText('Live');
      }
      await expect(ada.getByTestId('locked')).toBeVisible();
      await expect(ada.getByRole('radio', { name: 'Camera' })).toBeDisabled();
      await expect(strength(ada)).toHaveAttribute('max', '0.4');
      await expect(strength(ada)).toHaveValue(broughtIn);
      await expect(ada.getByTestId('control-strength')).toContainText('Your teacher has set limits here.');
    }
    await teacher.getByTestId('locks').click();
    await teacher.getByTestId('unlock').click();
    await expect(ada.getByTestId('locked')).toHaveCount(0);
    await expect(ada.getByRole('radio', { name: 'Camera' })).toBeEnabled();
    await expect(strength(ada)).toHaveValue(before);
  });

  await test.step('pictures are handed in, looked through and taken away as files', async () => {
    await ada.getByTestId('hand-in').click();
    await expect(ada.getByTestId('works')).toHaveText('Handed in: 1');
    await ben.getByTestId('hand-in').click();
    await ben.getByTestId('hand-in').click();
    await expect(ben.getByTestId('works')).toHaveText('Handed in: 2');
    await ben.getByTestId('works').click();
    await ben.getByTestId('work').first().getByRole('button', { name: 'Take it back' }).click();
    await expect(ben.getByTestId('work')).toHaveCount(1);
    expect(await violations(ben)).toEqual([]);
    await ben.keyboard.press('Escape');
    await expect(teacher.getByTestId('works')).toHaveText('Handed in: 2');
    await teacher.getByTestId('works').click();
    await expect(teacher.getByTestId('work')).toHaveCount(2);
    await expect(teacher.getByTestId('work').first()).toContainText('Ada');
    expect(await violations(teacher)).toEqual([]);
    await teacher.screenshot({ path: screenshotPath('handed-in') });
    // What is somebody else's is not gone at one press.
    await teacher.getByTestId('work').first().getByRole('button', { name: 'Delete' }).click();
    await teacher.getByTestId('confirm-no').click();
    await expect(teacher.getByTestId('work')).toHaveCount(2);
    for (const [kind, start] of [
      ['works-zip', 'PK'],
      ['works-pdf', '%PDF'],
    ] as const) {
      const download = teacher.waitForEvent('download');
      await teacher.getByTestId(kind).click();
      const path = await (await download).path();
      expect((await readFile(path)).subarray(0, start.length).toString('latin1')).toBe(start);
    }
    await teacher.keyboard.press('Escape');
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
    // The second time a browser closes what lies over a page, whatever the page says.
    for (let press = 0; press < 3; press += 1) {
      await ada.keyboard.press('Escape');
    }
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
    await teacher.getByTestId('confirm-yes').click();
    await expect(cem.getByTestId('in-class')).toBeHidden();
    await expect(teacher.getByTestId('student')).toHaveCount(2);
    // Out is out, until the teacher says otherwise.
    await cem.goto(link);
    await cem.getByTestId('join-name').fill('Cem again');
    await cem.getByTestId('join').click();
    await expect(cem.getByRole('alert')).toContainText('Your teacher has taken you out');
    await teacher.getByTestId('let-in').click();
    await expect(teacher.getByTestId('guest')).toHaveCount(0);
    await cem.getByTestId('join').click();
    await expect(cem.getByTestId('in-class')).toContainText('4b');
    await expect(teacher.getByTestId('student')).toHaveCount(3);
    await teacher.getByRole('button', { name: 'Delete the classroom' }).click();
    await teacher.getByTestId('confirm-yes').click();
    await expect(teacher.getByTestId('class-name')).toBeVisible();
    await expect(ada.getByTestId('in-class')).toBeHidden();
    for (const student of students) {
      await student.context().close();
    }
  });
});

test('names come from a list or are made up, and the teacher lets everybody in', async ({
  page: teacher,
  browser,
  baseURL,
}) => {
  await teacher.goto('/teacher.html');
  await teacher.getByTestId('class-name').fill('4b');
  await teacher.getByTestId('open-classroom').click();
  const link = (await teacher.getByTestId('join-link').getAttribute('href')) ?? '';
  await teacher.getByTestId('naming').selectOption('list');
  await teacher.getByTestId('names-list').fill('Ada\nBen\n\n Cem ');
  await teacher.getByTestId('save-names').click();
  await expect(teacher.getByTestId('save-names')).toBeDisabled();
  await teacher.getByTestId('lobby').check();

  const ada = await somebody(browser, baseURL);
  await ada.goto(link);
  await ada.getByTestId('join-chosen').selectOption('Ada');
  await ada.getByTestId('join').click();
  await expect(ada.getByTestId('join-waiting')).toBeVisible();
  expect(await violations(ada)).toEqual([]);
  await expect(teacher.getByTestId('guest')).toContainText('Ada wants to come in');
  expect(await violations(teacher)).toEqual([]);
  const late = await somebody(browser, baseURL);
  await late.goto(link);
  await expect(late.getByTestId('join-chosen').getByRole('option')).toHaveText([
    'Choose your name',
    'Ben',
    'Cem',
  ]);
  await teacher.getByTestId('let-in').click();
  await expect(ada.getByTestId('in-class')).toContainText('4b');
  await expect(teacher.getByTestId('student')).toContainText('Ada');

  await teacher.getByTestId('naming').selectOption('pseudonyms');
  await teacher.getByTestId('lobby').uncheck();
  await late.reload();
  await expect(late.getByTestId('join-pseudonym')).toBeVisible();
  await late.getByTestId('join').click();
  await expect(late.getByTestId('in-class')).toContainText('4b');
  await expect(teacher.getByTestId('student')).toHaveCount(2);
  await expect(teacher.getByTestId('student').locator('strong')).toHaveText([
    'Ada',
    /^[A-Z][a-z]+ [A-Z][a-z]+$/,
  ]);
  await ada.context().close();
  await late.context().close();
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
  await expect(student.getByRole('alert')).toContainText('No classroom has this code');
  // Another code can be typed here.
  await student.getByTestId('join-code').fill(link.slice(-8));
  await student.getByTestId('join-next').click();
  await expect(student.getByTestId('join-name')).toBeVisible();
  await student.context().close();

  await teacher.goto('/projector.html#nonsense.nonsense');
  await expect(teacher.getByText('This link does not work any more')).toBeVisible();
});
