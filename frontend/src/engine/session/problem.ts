import * as v from 'valibot';
import { ifValid, listOf, read, textOr } from '../reading';
import { type PropertyProblem, propertyProblemSchema } from '../protocol/server-messages';

const problemSchema = v.object({
  code: textOr('internal'),
  detail: ifValid(v.string()),
  title: ifValid(v.string()),
  errors: listOf(propertyProblemSchema),
});

/** The server answered with an error (RFC 9457 problem document). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly status: number,
    /** Stable code such as `server-full`. */
    readonly code: string,
    detail: string,
    readonly errors: readonly PropertyProblem[] = [],
  ) {
    super(detail);
  }

  /** Asked again later, the same may be done; all else stays refused. */
  get passes(): boolean {
    return this.status >= 500 || this.status === 429;
  }
}

/** What was asked for needs a connection to the server. */
export class NotConnectedError extends Error {
  override readonly name = 'NotConnectedError';
  readonly code = 'not-connected';
}

/** Reads the problem document of a refused request; a body of another kind gives the code `internal`. */
export async function problemOfResponse(response: Response): Promise<ProblemError> {
  const fallback = `The server answered ${response.status}.`;
  try {
    const { code, detail, title, errors } = read(problemSchema, await response.json(), 'problem');
    return new ProblemError(response.status, code, detail ?? title ?? fallback, errors);
  } catch {
    return new ProblemError(response.status, 'internal', fallback);
  }
}
