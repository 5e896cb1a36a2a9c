import { fromServer, t } from '../i18n/texts.svelte';

/** How the server tells why a sign-in did not work: the code of an error, in the address of the page. */
const PARAMETER = 'sign-in';

/** Why somebody comes back from the school without an account, once; empty for whoever does not. */
export function signInProblem(): string {
  const address = new URL(location.href);
  const code = address.searchParams.get(PARAMETER);
  if (code === null) {
    return '';
  }
  address.searchParams.delete(PARAMETER);
  history.replaceState(history.state, '', address);
  return /^[a-z-]{1,40}$/.test(code) ? fromServer(`problems.${code}`, t('errors.failed')) : '';
}
