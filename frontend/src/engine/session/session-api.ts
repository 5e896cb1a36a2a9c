import * as v from 'valibot';
import { read } from '../reading';
import { readServerSettings, type ServerSettings } from '../settings/server-settings';
import { type SettingValues, settingValuesSchema } from '../settings/values';
import { problemOfResponse } from './problem';

const addressSchema = v.object({
  id: v.string(),
  /** Settings in force when it was looked up. */
  settings: settingValuesSchema,
});

/** Where a session is reached. The secret stays in the HttpOnly cookie. */
export type SessionAddress = Readonly<v.InferOutput<typeof addressSchema>>;

const shareSchema = v.object({ url: v.string() });

/**
 * The HTTP side of the native protocol. Every call takes an AbortSignal and throws `ProblemError` when the
 * server refuses, `TypeError` when it cannot be reached and `AbortError` when the signal fires.
 */
export class SessionApi {
  /** @param origin scheme, host and port, without a trailing slash; empty means the page's own */
  constructor(
    private readonly origin = '',
    private readonly request: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /** What the page configures itself from. */
  async settings(signal: AbortSignal): Promise<ServerSettings> {
    return readServerSettings(await this.#json('/api/settings', { signal }));
  }

  /** Opens a session with these settings over the server's defaults. */
  async open(settings: SettingValues, signal: AbortSignal): Promise<SessionAddress> {
    return this.#address(
      await this.#json('/api/sessions', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ settings }),
        signal,
      }),
    );
  }

  /** Looks an existing session up. */
  async find(id: string, signal: AbortSignal): Promise<SessionAddress> {
    return this.#address(await this.#json(this.#self(id), { signal }));
  }

  /** Makes a view-only address of the stream; a former one stops working. Absolute, so that it can be copied. */
  async share(id: string, signal: AbortSignal): Promise<string> {
    const answer = await this.#json(`${this.#self(id)}/share`, { method: 'POST', signal });
    return new URL(read(shareSchema, answer, 'share').url, location.href).href;
  }

  /** Revokes the view-only address; who watches by it is cut off. */
  async unshare(id: string, signal: AbortSignal): Promise<void> {
    await this.#send(`${this.#self(id)}/share`, { method: 'DELETE', signal });
  }

  /**
   * Shows the session an image that its pictures are to resemble.
   *
   * @param place 1 to 4, beside the images in the other places
   * @param weight 0 to 1
   */
  async showImage(id: string, place: number, jpeg: Blob, weight: number, signal: AbortSignal): Promise<void> {
    await this.#send(`${this.#image(id, place)}?weight=${weight.toFixed(2)}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'image/jpeg' },
      body: jpeg,
      signal,
    });
  }

  /** Changes how much an image counts beside the others, 0 to 1. */
  async weighImage(id: string, place: number, weight: number, signal: AbortSignal): Promise<void> {
    await this.#send(this.#image(id, place), {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ weight }),
      signal,
    });
  }

  /** Takes an image away. */
  async removeImage(id: string, place: number, signal: AbortSignal): Promise<void> {
    await this.#send(this.#image(id, place), { method: 'DELETE', signal });
  }

  #image(id: string, place: number): string {
    return `${this.#self(id)}/image-prompts/${place}`;
  }

  #self(id: string): string {
    return `/api/sessions/${encodeURIComponent(id)}`;
  }

  #address(answer: unknown): SessionAddress {
    return read(addressSchema, answer, 'session');
  }

  async #json(path: string, init: RequestInit): Promise<unknown> {
    return (await this.#send(path, init)).json() as Promise<unknown>;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const response = await this.request(this.origin + path, {
      credentials: 'same-origin',
      cache: 'no-store',
      ...init,
    });
    if (!response.ok) {
      throw await problemOfResponse(response);
    }
    return response;
  }
}
