import { expect } from '@playwright/test';
import { open, screenshotPath, stroke, test, untilPainted } from './page';

/** Nobody gets three such pictures a second while a few of them are painted. */
const COSTLY = { width: 1024, height: 1024, steps: 4, t_index_list: '', cfg_type: 'full', guidance_scale: 2 };

test('says where it stands in line, and comes in by itself', async ({ page, request }) => {
  const others: { id: string; token: string }[] = [];
  const queue = page.getByTestId('queue');
  try {
    for (let i = 0; i < 4; i++) {
      const opened = await request.post('/api/sessions', { data: { settings: COSTLY } });
      others.push((await opened.json()) as { id: string; token: string });
    }
    await open(page);
    await expect(queue).toContainText(/You are (next|\d+(st|nd|rd|th) in line)\./);
    await page.screenshot({ path: screenshotPath('queue') });
  } finally {
    // Or all other tests would wait in line, too.
    for (const { id, token } of others) {
      await request.delete(`/api/sessions/${id}`, { headers: { Authorization: `Bearer ${token}` } });
    }
  }
  await expect(queue).toBeHidden();
  await stroke(page, [0.2, 0.2], [0.8, 0.8]);
  await untilPainted(page);
});
