import { describe, expect, it } from 'vitest';
import { AccountApi, NO_SIGN_IN, signInAddress } from './account-api';

function server(answer: unknown, status = 200) {
  const asked: string[] = [];
  const api = new AccountApi((input, init) => {
    asked.push(`${init?.method ?? 'GET'} ${input instanceof Request ? input.url : input}`);
    return Promise.resolve(new Response(JSON.stringify(answer), { status }));
  });
  return { api, asked };
}

const never = new AbortController().signal;

describe('accounts', () => {
  it('knows a teacher, a student and somebody without an account', async () => {
    const account = { name: 'Ada', roles: ['teacher', 'administrator'], until: '2026-01-01T00:00:00Z' };
    expect(await server({ available: true, teachersSignIn: true, account }).api.signIn(never)).toEqual({
      available: true,
      teachersSignIn: true,
      account: { name: 'Ada', teacher: true },
    });
    expect(
      (await server({ available: true, account: { roles: ['student'] } }).api.signIn(never)).account,
    ).toEqual({ name: '', teacher: false });
    expect(
      await server({ available: false, teachersSignIn: false, account: null }).api.signIn(never),
    ).toEqual(NO_SIGN_IN);
  });

  it('signs out, here and where the school wants it', async () => {
    const here = server({ next: null });
    expect(await here.api.signOut(never)).toBeUndefined();
    expect(here.asked).toEqual(['POST /api/account/sign-out']);
    expect(await server({ next: 'https://school.example/logout' }).api.signOut(never)).toBe(
      'https://school.example/logout',
    );
  });

  it('passes on what the server refuses', async () => {
    const { api } = server({ code: 'origin-refused', detail: 'No.' }, 403);
    await expect(api.signOut(never)).rejects.toMatchObject({ code: 'origin-refused' });
  });

  it('comes back to a page with its code', () => {
    expect(signInAddress('/join.html#ABC123')).toBe('/api/account/sign-in?back=%2Fjoin.html%23ABC123');
  });
});
