import { fromServer, t } from '../i18n/texts.svelte';

/** How the server tells why a sign-in did not work: the code of an error, in the address of the page. */
const PARAMETER = 'sign-in';

/** Why somebody comes back from the school without an account, once; empty for whoever does not. */
export async function signInProblem(): Promise<string> {
  const address = new URL(location.href);
  const code = address.searchParams.get(PARAMETER);
  if (code === null) {
    return '';
  }
  address.searchParams.delete(PARAMETER);
  history.replaceState(history.state, '', address);
  // Only the code comes with the address, so the English is not the server's own this time.
  const english = await import('../i18n/server/en.json')
    .then(({ problems }) => Object.entries(problems).find(([known]) => known === code)?.[1])
    .catch(() => undefined);
  return english === undefined ? t('errors.failed') : fromServer(`problems.${code}`, english);
}
