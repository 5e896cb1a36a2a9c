import * as v from 'valibot';
import { moment, read, textOr } from '../reading';
import { problemOfResponse } from '../session/problem';

const workSchema = v.object({
  id: v.string(),
  /** Empty when the student has given none. */
  name: textOr(''),
  prompt: textOr(''),
  handedInAt: moment,
  /** Address of the picture. */
  picture: v.string(),
  own: v.boolean(),
});
const worksSchema = v.object({ works: v.array(workSchema) });

/** A picture that a student has handed in. */
export type Work = Readonly<v.InferOutput<typeof workSchema>>;

/**
 * What a class hands in. Every call takes an AbortSignal and throws `ProblemError` when the server refuses, `TypeError` when
 * it cannot be reached and `AbortError` when the signal fires.
 */
export class WorksApi {
  constructor(
    private readonly classroom: string,
    private readonly request: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /** Hands the picture in that this browser's student sees. */
  async handIn(signal: AbortSignal): Promise<Work> {
    return read(workSchema, await (await this.#send('', { method: 'POST', signal })).json(), 'work');
  }

  /** For a teacher all, for a student the own ones. */
  async list(signal: AbortSignal): Promise<readonly Work[]> {
    return read(worksSchema, await (await this.#send('', { signal })).json(), 'works').works;
  }

  async remove(work: string, signal: AbortSignal): Promise<void> {
    await this.#send(`/${encodeURIComponent(work)}`, { method: 'DELETE', signal });
  }

  async removeAll(signal: AbortSignal): Promise<void> {
    await this.#send('', { method: 'DELETE', signal });
  }

  /** Where all of it is as one file. */
  fileAddress(format: 'zip' | 'pdf', names: boolean): string {
    return `${this.#path}/file?format=${format}&names=${String(names)}`;
  }

  get #path(): string {
    return `/api/classrooms/${encodeURIComponent(this.classroom)}/works`;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const response = await this.request(this.#path + path, { credentials: 'same-origin', ...init });
    if (!response.ok) {
      throw await problemOfResponse(response);
    }
    return response;
  }
}
