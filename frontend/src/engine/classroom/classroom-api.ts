import * as v from 'valibot';
import { read } from '../reading';
import { problemOfResponse } from '../session/problem';

const doorSchema = v.object({
  id: v.string(),
  name: v.string(),
  joinCode: v.string(),
  /** Whether newcomers may come in. */
  open: v.boolean(),
  /** Whether there is an address for a projector. */
  shared: v.boolean(),
});
const sharedSchema = v.object({ view: v.string() });
const admissionSchema = v.object({ socket: v.string() });

/** A classroom as its teacher sees it. */
export type ClassroomDoor = Readonly<v.InferOutput<typeof doorSchema>>;

const JSON_HEADERS = { 'Content-Type': 'application/json' };

/**
 * The door of a classroom. Every call takes an AbortSignal and throws `ProblemError` when the server refuses, `TypeError`
 * when it cannot be reached and `AbortError` when the signal fires.
 */
export class ClassroomApi {
  constructor(private readonly request: typeof fetch = (input, init) => fetch(input, init)) {}

  async door(id: string, signal: AbortSignal): Promise<ClassroomDoor> {
    return read(doorSchema, await this.#json(this.#room(id), { signal }), 'classroom');
  }

  async setOpen(id: string, open: boolean, signal: AbortSignal): Promise<ClassroomDoor> {
    const body = JSON.stringify({ open });
    const answer = await this.#json(this.#room(id), { method: 'PATCH', headers: JSON_HEADERS, body, signal });
    return read(doorSchema, answer, 'classroom');
  }

  /** Another code; the former one opens nothing any more. */
  async renewCode(id: string, signal: AbortSignal): Promise<ClassroomDoor> {
    const answer = await this.#json(`${this.#room(id)}/code`, { method: 'POST', signal });
    return read(doorSchema, answer, 'classroom');
  }

  /** A key for the projector's address, in place of the one before. */
  async share(id: string, signal: AbortSignal): Promise<string> {
    const answer = await this.#json(`${this.#room(id)}/share`, { method: 'POST', signal });
    return read(sharedSchema, answer, 'share').view;
  }

  async unshare(id: string, signal: AbortSignal): Promise<void> {
    await this.#send(`${this.#room(id)}/share`, { method: 'DELETE', signal });
  }

  /** Takes a student out. */
  async takeOut(id: string, student: string, signal: AbortSignal): Promise<void> {
    const path = `${this.#room(id)}/students/${encodeURIComponent(student)}`;
    await this.#send(path, { method: 'DELETE', signal });
  }

  /**
   * Where the socket is, for the next half minute.
   *
   * @param view the projector's key; undefined for somebody who is in the classroom
   */
  async ticket(id: string, view: string | undefined, signal: AbortSignal): Promise<string> {
    const body = JSON.stringify({ view });
    const path = `${this.#room(id)}/ticket`;
    const answer = await this.#json(path, { method: 'POST', headers: JSON_HEADERS, body, signal });
    return read(admissionSchema, answer, 'ticket').socket;
  }

  #room(id: string): string {
    return `/api/classrooms/${encodeURIComponent(id)}`;
  }

  async #json(path: string, init: RequestInit): Promise<unknown> {
    return (await this.#send(path, init)).json() as Promise<unknown>;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const response = await this.request(path, { credentials: 'same-origin', ...init });
    if (!response.ok) {
      throw await problemOfResponse(response);
    }
    return response;
  }
}
