import { asRecord, integer, optionalArray } from '../protocol/reading';
import { problemOfResponse } from '../session/problem';
import { type Participant, readParticipant } from './participant';
import { type PastPrompt, readPastPrompt } from './past-prompts';
import {
  type Page,
  type Preset,
  type PresetContent,
  type PresetQuery,
  readPage,
  readPreset,
} from './presets';

/** What became of an import. */
export interface Imported {
  readonly count: number;
  /** What had to be left out. */
  readonly notes: readonly string[];
}

/** A saved preset, and what had to be left out of it. */
export interface Saved {
  readonly preset: Preset;
  readonly notes: readonly string[];
}

const JSON_HEADERS = { 'Content-Type': 'application/json' };

/**
 * What the server keeps: presets, prompts of the past, and who this browser is. Every call takes an AbortSignal and throws
 * `ProblemError` when the server refuses, `TypeError` when it cannot be reached and `AbortError` when the signal fires.
 */
export class LibraryApi {
  constructor(private readonly request: typeof fetch = (input, init) => fetch(input, init)) {}

  /** @param after `next` of the page before, or empty */
  async presets(query: PresetQuery, after: string, signal: AbortSignal): Promise<Page<Preset>> {
    const parameters = new URLSearchParams({
      q: query.words,
      tag: query.tag,
      scope: query.scope,
      sort: query.sort,
      after,
    });
    return readPage(await this.#json(`/api/presets?${parameters}`, { signal }), 'presets', readPreset);
  }

  async tags(signal: AbortSignal): Promise<readonly string[]> {
    const answer = asRecord(await this.#json('/api/presets/tags', { signal }), 'tags');
    return optionalArray(answer['tags'], 'tags').map(String);
  }

  /** Saves a new preset, or an own one anew. */
  async save(content: PresetContent, id: string | undefined, signal: AbortSignal): Promise<Saved> {
    const answer = await this.#json(id ? this.#preset(id) : '/api/presets', {
      method: id ? 'PUT' : 'POST',
      headers: JSON_HEADERS,
      body: JSON.stringify(content),
      signal,
    });
    const notes = optionalArray(asRecord(answer, 'preset')['notes'], 'notes').map(String);
    return { preset: readPreset(answer), notes };
  }

  async illustrate(id: string, jpeg: Blob, signal: AbortSignal): Promise<Preset> {
    return readPreset(
      await this.#json(`${this.#preset(id)}/thumbnail`, {
        method: 'PUT',
        headers: { 'Content-Type': 'image/jpeg' },
        body: jpeg,
        signal,
      }),
    );
  }

  async remove(id: string, signal: AbortSignal): Promise<void> {
    await this.#send(this.#preset(id), { method: 'DELETE', signal });
  }

  async favour(id: string, favourite: boolean, signal: AbortSignal): Promise<void> {
    await this.#send(`${this.#preset(id)}/favourite`, { method: favourite ? 'PUT' : 'DELETE', signal });
  }

  /** Counts that the preset was applied. */
  async used(id: string, signal: AbortSignal): Promise<void> {
    await this.#send(`${this.#preset(id)}/uses`, { method: 'POST', signal });
  }

  /** Adds the presets of a file to the own ones: all, or none. */
  async importFile(file: Blob, signal: AbortSignal): Promise<Imported> {
    const answer = asRecord(
      await this.#json('/api/presets/file', { method: 'POST', headers: JSON_HEADERS, body: file, signal }),
      'import',
    );
    return {
      count: integer(answer, 'imported', 0),
      notes: optionalArray(answer['notes'], 'notes').map(String),
    };
  }

  /** @param after `next` of the page before, or empty */
  async prompts(words: string, after: string, signal: AbortSignal): Promise<Page<PastPrompt>> {
    const parameters = new URLSearchParams({ q: words, after });
    return readPage(await this.#json(`/api/prompts?${parameters}`, { signal }), 'prompts', readPastPrompt);
  }

  async forgetPrompt(id: number, signal: AbortSignal): Promise<void> {
    await this.#send(`/api/prompts/${id}`, { method: 'DELETE', signal });
  }

  async forgetAllPrompts(signal: AbortSignal): Promise<void> {
    await this.#send('/api/prompts', { method: 'DELETE', signal });
  }

  /** Deletes all that is kept of a session: its prompts and its recording. */
  async forgetSession(session: string, signal: AbortSignal): Promise<void> {
    await this.#send(`/api/history/${encodeURIComponent(session)}`, { method: 'DELETE', signal });
  }

  async me(signal: AbortSignal): Promise<Participant> {
    return readParticipant(await this.#json('/api/me', { signal }));
  }

  async rename(name: string, signal: AbortSignal): Promise<Participant> {
    return this.#person('PATCH', '/api/me', { name }, signal);
  }

  async foundClassroom(name: string, signal: AbortSignal): Promise<Participant> {
    return this.#person('POST', '/api/classrooms', { name }, signal);
  }

  async joinClassroom(code: string, signal: AbortSignal): Promise<Participant> {
    return this.#person('POST', '/api/classrooms/join', { code }, signal);
  }

  async leaveClassroom(signal: AbortSignal): Promise<Participant> {
    return this.#person('POST', '/api/classrooms/leave', {}, signal);
  }

  /** Deletes the classroom, and all that is kept about everybody in it. */
  async deleteClassroom(id: string, signal: AbortSignal): Promise<void> {
    await this.#send(`/api/classrooms/${encodeURIComponent(id)}`, { method: 'DELETE', signal });
  }

  /** Deletes all that is kept about this browser's owner. */
  async deleteMe(signal: AbortSignal): Promise<void> {
    await this.#send('/api/me', { method: 'DELETE', signal });
  }

  async #person(method: string, path: string, body: unknown, signal: AbortSignal): Promise<Participant> {
    return readParticipant(
      await this.#json(path, { method, headers: JSON_HEADERS, body: JSON.stringify(body), signal }),
    );
  }

  #preset(id: string): string {
    return `/api/presets/${encodeURIComponent(id)}`;
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
