import * as v from 'valibot';
import { read, wholeNumber } from '../reading';
import { problemOfResponse } from '../session/problem';

const NAMINGS = ['typed', 'list', 'pseudonyms', 'account'] as const;

const doorSchema = v.object({
  id: v.string(),
  name: v.string(),
  joinCode: v.string(),
  /** Whether newcomers may come in. */
  open: v.boolean(),
  /** Whether there is an address for a projector. */
  shared: v.boolean(),
  /** Who says how students are called. */
  naming: v.picklist(NAMINGS),
  /** From which students choose. */
  names: v.array(v.string()),
  /** Newcomers wait until they are let in. */
  lobby: v.boolean(),
});
const entranceSchema = v.object({
  /** Of the class. */
  name: v.string(),
  naming: v.picklist(NAMINGS),
  /** From which a student chooses: those that are free. */
  names: v.array(v.string()),
  lobby: v.boolean(),
});
const sharedSchema = v.object({ view: v.string() });
const sentSchema = v.object({ students: wholeNumber(0), absent: wholeNumber(0) });
const admissionSchema = v.object({ socket: v.string() });

/** A classroom as its teacher sees it. */
export type ClassroomDoor = Readonly<v.InferOutput<typeof doorSchema>>;

/** How a class comes in, for whoever has its code. */
export type Entrance = Readonly<v.InferOutput<typeof entranceSchema>>;

/** What a teacher changes about the door. */
export type DoorChange = Partial<Pick<ClassroomDoor, 'open' | 'naming' | 'names' | 'lobby'>>;

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

  /** How the class comes in that has the code. */
  async entrance(code: string, signal: AbortSignal): Promise<Entrance> {
    const body = JSON.stringify({ code });
    const path = '/api/classrooms/door';
    const answer = await this.#json(path, { method: 'POST', headers: JSON_HEADERS, body, signal });
    return read(entranceSchema, answer, 'door');
  }

  async change(id: string, change: DoorChange, signal: AbortSignal): Promise<ClassroomDoor> {
    const body = JSON.stringify(change);
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

  /** Takes a student out, or sends somebody away who waits: they stay out until they are let in. */
  async takeOut(id: string, student: string, signal: AbortSignal): Promise<void> {
    await this.#send(this.#student(id, student), { method: 'DELETE', signal });
  }

  /** Lets somebody in who waits; who was taken out may come again. */
  async letIn(id: string, guest: string, signal: AbortSignal): Promise<void> {
    await this.#send(this.#student(id, guest), { method: 'POST', signal });
  }

  /**
   * Puts a picture on students' pages.
   *
   * @param to seats; empty for everybody
   * @param as to draw on, or to be repainted
   */
  async sendPicture(
    id: string,
    jpeg: Blob,
    as: 'underlay' | 'image',
    to: readonly number[],
    signal: AbortSignal,
  ): Promise<{ readonly students: number; readonly absent: number }> {
    const parameters = new URLSearchParams([['as', as], ...to.map((seat) => ['to', String(seat)])]);
    const path = `${this.#room(id)}/pictures?${parameters}`;
    const headers = { 'Content-Type': 'image/jpeg' };
    const answer = await this.#json(path, { method: 'POST', headers, body: jpeg, signal });
    return read(sentSchema, answer, 'picture');
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

  #student(id: string, student: string): string {
    return `${this.#room(id)}/students/${encodeURIComponent(student)}`;
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
