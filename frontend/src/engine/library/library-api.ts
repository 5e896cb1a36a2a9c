import { Listeners } from '../listeners';
import { read } from '../reading';
import { problemOfResponse } from '../session/problem';
import type { Page } from './page';
import { type Participant, participantSchema } from './participant';
import { type PastPrompt, promptPageSchema } from './past-prompts';
import {
  importedSchema,
  type Preset,
  type PresetContent,
  presetPageSchema,
  type PresetQuery,
  presetSchema,
  presetTagsSchema,
  savedPresetSchema,
} from './presets';

/** A saved preset, and what had to be left out of it. */
export interface Saved {
  readonly preset: Preset;
  readonly notes: readonly string[];
}

/** What became of an import. */
export interface Imported {
  readonly count: number;
  /** What had to be left out. */
  readonly notes: readonly string[];
}

const JSON_HEADERS = { 'Content-Type': 'application/json' };

/**
 * What the server keeps: presets, prompts of the past, and who this browser is. Every call takes an AbortSignal and throws
 * `ProblemError` when the server refuses, `TypeError` when it cannot be reached and `AbortError` when the signal fires.
 */
export class LibraryApi {
  /** Who this browser is, whenever the server has said it. */
  readonly people = new Listeners<Participant>();

  constructor(private readonly request: typeof fetch = (input, init) => fetch(input, init)) {}

  /** @param after `next` of the page before, or empty */
  async presets(query: PresetQuery, after: string, signal: AbortSignal): Promise<Page<Preset>> {
    const parameters = new URLSearchParams({
      q: query.search,
      slugs: query.slugs.join(','),
      tag: query.tag,
      scope: query.scope,
      sort: query.sort,
      after,
    });
    return read(presetPageSchema, await this.#json(`/api/presets?${parameters}`, { signal }), 'presets');
  }

  async tags(signal: AbortSignal): Promise<readonly string[]> {
    return read(presetTagsSchema, await this.#json('/api/presets/tags', { signal }), 'tags').tags;
  }

  /** Saves a new preset, or an own one anew. */
  async save(content: PresetContent, id: string | undefined, signal: AbortSignal): Promise<Saved> {
    const answer = await this.#json(id ? this.#preset(id) : '/api/presets', {
      method: id ? 'PUT' : 'POST',
      headers: JSON_HEADERS,
      body: JSON.stringify(content),
      signal,
    });
    const { notes, ...saved } = read(savedPresetSchema, answer, 'preset');
    return { preset: saved, notes };
  }

  async illustrate(id: string, jpeg: Blob, signal: AbortSignal): Promise<Preset> {
    const answer = await this.#json(`${this.#preset(id)}/thumbnail`, {
      method: 'PUT',
      headers: { 'Content-Type': 'image/jpeg' },
      body: jpeg,
      signal,
    });
    return read(presetSchema, answer, 'preset');
  }

  async remove(id: string, signal: AbortSignal): Promise<void> {
    await this.#send(this.#preset(id), { method: 'DELETE', signal });
  }

  async favour(id: string, favourite: boolean, signal: AbortSignal): Promise<void> {
    await this.#send(`${this.#preset(id)}/favourite`, { method: favourite ? 'PUT' : 'DELETE', signal });
  }

  /** Says that the preset does not belong here. */
  async report(id: string, signal: AbortSignal): Promise<void> {
    await this.#send(`${this.#preset(id)}/reports`, { method: 'POST', signal });
  }

  /** Counts that the preset was applied. */
  async used(id: string, signal: AbortSignal): Promise<void> {
    await this.#send(`${this.#preset(id)}/uses`, { method: 'POST', signal });
  }

  /** Adds the presets of a file to the own ones: all, or none. */
  async importFile(file: Blob, signal: AbortSignal): Promise<Imported> {
    const answer = await this.#json('/api/presets/file', {
      method: 'POST',
      headers: JSON_HEADERS,
      body: file,
      signal,
    });
    return read(importedSchema, answer, 'import');
  }

  /** @param after `next` of the page before, or empty */
  async prompts(search: string, after: string, signal: AbortSignal): Promise<Page<PastPrompt>> {
    const parameters = new URLSearchParams({ q: search, after });
    return read(promptPageSchema, await this.#json(`/api/prompts?${parameters}`, { signal }), 'prompts');
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
    return this.#known(await this.#json('/api/me', { signal }));
  }

  async rename(name: string, signal: AbortSignal): Promise<Participant> {
    return this.#person('PATCH', '/api/me', { name }, signal);
  }

  async foundClassroom(name: string, signal: AbortSignal): Promise<Participant> {
    return this.#person('POST', '/api/classrooms', { name }, signal);
  }

  /**
   * @param name as this browser's owner wants to be called; undefined where the class gives names
   * @returns without a classroom while its teacher has to let them in
   */
  async joinClassroom(code: string, signal: AbortSignal, name?: string): Promise<Participant> {
    return this.#person('POST', '/api/classrooms/join', { code, name }, signal);
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
    const answer = await this.#json(path, {
      method,
      headers: JSON_HEADERS,
      body: JSON.stringify(body),
      signal,
    });
    return this.#known(answer);
  }

  #known(answer: unknown): Participant {
    const person = read(participantSchema, answer, 'participant');
    this.people.emit(person);
    return person;
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
