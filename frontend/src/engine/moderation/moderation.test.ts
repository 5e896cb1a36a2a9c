import { describe, expect, test } from 'vitest';
import { ProblemError } from '../session/problem';
import { ModerationApi } from './moderation-api';
import { ReportsApi } from './reports-api';

const signal = new AbortController().signal;
const SINCE = '2026-11-27T08:00:00Z';

/** A server that gives one answer, and what it was asked. */
function serverWith(status: number, body: unknown) {
  const asked: { readonly address: string; readonly init: RequestInit }[] = [];
  const request: typeof fetch = (address, init) => {
    asked.push({ address: address instanceof Request ? address.url : address.toString(), init: init ?? {} });
    return Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status }));
  };
  return { asked, request };
}

describe('an administrator', () => {
  test('pages through what was reported, the most frequent reason first', async () => {
    const { asked, request } = serverWith(200, {
      presets: [
        {
          id: 'a',
          name: 'Fox',
          prompt: 'a fox',
          negativePrompt: '',
          thumbnail: null,
          reasons: { mean: 1, rude: 2, unheard_of: 9 },
          hidden: true,
          since: SINCE,
          version: SINCE,
        },
      ],
      next: 'abc',
    });
    const page = await new ModerationApi('secret', request).presets('reported', 'x', signal);
    expect(asked[0]?.address).toBe('/api/moderation/presets?which=reported&after=x');
    expect(new Headers(asked[0]?.init.headers).get('Authorization')).toBe('Bearer secret');
    expect(page.next).toBe('abc');
    expect(page.items[0]?.reasons).toEqual([
      { reason: 'rude', count: 2 },
      { reason: 'mean', count: 1 },
    ]);
    expect(page.items[0]?.thumbnail).toBe('');
  });

  test('says which version of a preset was looked at', async () => {
    const { asked, request } = serverWith(204, undefined);
    await new ModerationApi('', request).decidePreset({ id: 'a', version: SINCE }, 'keep', signal);
    expect(asked[0]?.init.body).toBe(`{"decision":"keep","version":"${SINCE}"}`);
  });

  test('sends no token where there is none, and learns of refusals', async () => {
    const { asked, request } = serverWith(403, { code: 'administrator-needed', detail: 'No.' });
    await expect(new ModerationApi('', request).works('', signal)).rejects.toBeInstanceOf(ProblemError);
    expect(new Headers(asked[0]?.init.headers).has('Authorization')).toBe(false);
  });
});

describe('a class', () => {
  test('reports who is in the spotlight', async () => {
    const { asked, request } = serverWith(204, undefined);
    await new ReportsApi('4b', request).report(3, 'mean', signal);
    expect(asked[0]?.address).toBe('/api/classrooms/4b/reports');
    expect(asked[0]?.init.body).toBe('{"seat":3,"reason":"mean"}');
  });

  test('shows its teacher both kinds', async () => {
    const reported = {
      id: 'a',
      name: 'Ada',
      picture: '/p',
      reasons: { mean: 1 },
      hidden: false,
      since: SINCE,
    };
    const { request } = serverWith(200, {
      presets: [{ ...reported, prompt: 'a fox', version: SINCE }],
      pictures: [reported],
    });
    const list = await new ReportsApi('4b', request).list(signal);
    expect(list.presets[0]?.prompt).toBe('a fox');
    expect(list.pictures[0]?.picture).toBe('/p');
  });
});
