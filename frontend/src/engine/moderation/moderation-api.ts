import * as v from 'valibot';
import { listOf, moment, read, textOr } from '../reading';
import { problemOfResponse } from '../session/problem';
import { type Decision, reasonsSchema } from './reports';

const presetSchema = v.object({
  id: v.string(),
  name: textOr(''),
  prompt: textOr(''),
  negativePrompt: textOr(''),
  /** Address of its picture, or empty. */
  thumbnail: textOr(''),
  reasons: reasonsSchema,
  /** Others do not see it until it is decided. */
  hidden: v.boolean(),
  since: moment,
  /** For the decision: only what was seen can be kept. */
  version: v.string(),
});
const workSchema = v.object({ id: v.string(), prompt: textOr(''), handedInAt: moment });
const pictureSchema = v.object({
  id: v.string(),
  reasons: reasonsSchema,
  hidden: v.boolean(),
  since: moment,
});

const next = textOr('');
const presetsSchema = v.object({ presets: listOf(presetSchema), next });
const worksSchema = v.object({ works: listOf(workSchema), next });
const picturesSchema = v.object({ pictures: listOf(pictureSchema), next });

/** A preset that waits for approval, or was reported. */
export type ModeratedPreset = Readonly<v.InferOutput<typeof presetSchema>>;
/** A picture that was handed in, without whose it is. */
export type ModeratedWork = Readonly<v.InferOutput<typeof workSchema>>;
/** A picture that everybody in a class was shown, that was reported, and that no teacher has decided about for a day. */
export type ModeratedPicture = Readonly<v.InferOutput<typeof pictureSchema>>;

interface PageOf<T> {
  readonly items: readonly T[];
  /** Gives the page after; empty at the end. */
  readonly next: string;
  readonly similar: false;
}

/**
 * What an administrator decides. Every call takes an AbortSignal and throws `ProblemError` when the server refuses (403 without
 * the right token), `TypeError` when it cannot be reached and `AbortError` when the signal fires.
 */
export class ModerationApi {
  /** @param token of the administrator; empty on the server's own machine */
  constructor(
    private readonly token: string,
    private readonly request: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /** @param after `next` of the page before, or empty */
  async presets(
    which: 'waiting' | 'reported',
    after: string,
    signal: AbortSignal,
  ): Promise<PageOf<ModeratedPreset>> {
    const page = read(presetsSchema, await this.#page('presets', { which, after }, signal), 'presets');
    return { items: page.presets, next: page.next, similar: false };
  }

  /** @param after `next` of the page before, or empty */
  async works(after: string, signal: AbortSignal): Promise<PageOf<ModeratedWork>> {
    const page = read(worksSchema, await this.#page('works', { after }, signal), 'works');
    return { items: page.works, next: page.next, similar: false };
  }

  /** @param after `next` of the page before, or empty */
  async pictures(after: string, signal: AbortSignal): Promise<PageOf<ModeratedPicture>> {
    const page = read(picturesSchema, await this.#page('pictures', { after }, signal), 'pictures');
    return { items: page.pictures, next: page.next, similar: false };
  }

  async decidePreset(
    { id, version }: Pick<ModeratedPreset, 'id' | 'version'>,
    decision: Decision,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#send(`presets/${encodeURIComponent(id)}`, 'PUT', signal, { decision, version });
  }

  /** Deletes a picture for good: one that was handed in, or one that was reported. */
  async remove(kind: 'works' | 'pictures', id: string, signal: AbortSignal): Promise<void> {
    await this.#send(`${kind}/${encodeURIComponent(id)}`, 'DELETE', signal);
  }

  /** A JPEG, which takes the token as well. */
  async image(kind: 'presets' | 'works' | 'pictures', id: string, signal: AbortSignal): Promise<Blob> {
    const path = `${kind}/${encodeURIComponent(id)}${kind === 'presets' ? '/thumbnail' : ''}`;
    return (await this.#send(path, 'GET', signal)).blob();
  }

  async #page(path: string, query: Record<string, string>, signal: AbortSignal): Promise<unknown> {
    return (await this.#send(`${path}?${new URLSearchParams(query)}`, 'GET', signal)).json();
  }

  async #send(path: string, method: string, signal: AbortSignal, body?: object): Promise<Response> {
    const response = await this.request(`/api/moderation/${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        ...(this.token && { Authorization: `Bearer ${this.token}` }),
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal,
    });
    if (!response.ok) {
      throw await problemOfResponse(response);
    }
    return response;
  }
}
