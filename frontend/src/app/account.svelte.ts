import { AccountApi, NO_SIGN_IN, type SignIn } from '../engine/account/account-api';

/** Whether and as whom somebody has signed in, for one page. */
export class SchoolAccount {
  readonly api = new AccountApi();
  /** Undefined while nobody knows. */
  signIn = $state.raw<SignIn>();

  /** Asks the server; a page works without an answer, too. */
  async look(): Promise<void> {
    try {
      this.signIn = await this.api.signIn(AbortSignal.timeout(10_000));
    } catch {
      this.signIn = NO_SIGN_IN;
    }
  }
}
