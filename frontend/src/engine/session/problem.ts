import { asRecord, stringOr } from '../protocol/reading';
import { type PropertyProblem, readPropertyProblems } from '../protocol/server-messages';

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
}

/** Reads the problem document of a refused request; a body of another kind gives the code `internal`. */
export async function problemOfResponse(response: Response): Promise<ProblemError> {
  const fallback = `The server answered ${response.status}.`;
  try {
    const body = asRecord(await response.json(), 'problem');
    return new ProblemError(
      response.status,
      stringOr(body, 'code', 'internal'),
      stringOr(body, 'detail', stringOr(body, 'title', fallback)),
      readPropertyProblems(body['errors']),
    );
  } catch {
    return new ProblemError(response.status, 'internal', fallback);
  }
}
