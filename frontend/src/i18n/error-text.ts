import { fromServer, t, textIfThere, type TextValues } from './texts.svelte';

/** An error with a stable code: a problem of the server, or one that the page finds itself. */
interface Coded extends Error {
  readonly code: string;
  /** What its text tells, by the names in the text. */
  readonly values?: TextValues;
}

function isCoded(error: Error): error is Coded {
  return 'code' in error && typeof error.code === 'string';
}

/** What went wrong, in the page's language. What has no code is of no use to people, whatever its message says. */
export function errorText(error: unknown): string {
  if (error instanceof Error && isCoded(error)) {
    const { code, message, values } = error;
    return textIfThere(`errors.${code}`, values) ?? fromServer(`problems.${code}`, message);
  }
  // Requests that the network swallowed, and those that took too long.
  const unanswered = error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
  return unanswered ? t('errors.noAnswer') : t('errors.failed');
}
