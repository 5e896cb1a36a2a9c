import * as v from 'valibot';
import { booleanOr, read, strings, textOr } from '../reading';
import { problemOfResponse } from '../session/problem';

const accountSchema = v.pipe(
  v.object({
    /** Empty when the school does not tell it. */
    name: textOr(''),
    roles: strings,
  }),
  v.transform(({ name, roles }) => ({ name, teacher: roles.includes('teacher') })),
);

const signInSchema = v.object({
  /** Whether people can sign in on this server. */
  available: booleanOr(false),
  /** Whether whoever opens a classroom must. */
  teachersSignIn: booleanOr(false),
  account: v.pipe(
    v.nullish(accountSchema),
    v.transform((account) => account ?? undefined),
  ),
});
const signedOutSchema = v.object({ next: v.nullish(v.string()) });

/** Whether and as whom somebody has signed in. */
export type SignIn = Readonly<v.InferOutput<typeof signInSchema>>;

/** Where nothing is known of accounts, or the server does not say. */
export const NO_SIGN_IN: SignIn = { available: false, teachersSignIn: false, account: undefined };

/**
 * The address at which somebody signs in.
 *
 * @param back page of ours to come back to, such as `/join.html#ABC123`
 */
export function signInAddress(back: string): string {
  return `/api/account/sign-in?${new URLSearchParams({ back })}`;
}

/**
 * Accounts of the school. Every call takes an AbortSignal and throws `ProblemError` when the server refuses, `TypeError`
 * when it cannot be reached and `AbortError` when the signal fires.
 */
export class AccountApi {
  constructor(private readonly request: typeof fetch = (input, init) => fetch(input, init)) {}

  async signIn(signal: AbortSignal): Promise<SignIn> {
    return read(signInSchema, await this.#json('/api/account', { signal }), 'account');
  }

  /** @returns the school's page for signing out there, too; undefined without any */
  async signOut(signal: AbortSignal): Promise<string | undefined> {
    const answer = await this.#json('/api/account/sign-out', { method: 'POST', signal });
    return read(signedOutSchema, answer, 'account').next ?? undefined;
  }

  async #json(path: string, init: RequestInit): Promise<unknown> {
    const response = await this.request(path, { credentials: 'same-origin', ...init });
    if (!response.ok) {
      throw await problemOfResponse(response);
    }
    return response.json() as Promise<unknown>;
  }
}
