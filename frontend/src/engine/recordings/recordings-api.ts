import * as v from 'valibot';
import { listOf, oneOf, read, wholeNumber } from '../reading';
import { problemOfResponse } from '../session/problem';
import { type SettingValues, settingValuesSchema } from '../settings/values';
import { type RecordingPage, recordingPageSchema, type Timeline, timelineSchema } from './timeline';

/** What is kept while recording. */
export interface RecordingOptions {
  /** Key frames a second at most, 0.2 to 10. */
  readonly rate: number;
  /** What comes from the camera or the sheet, too. */
  readonly input: boolean;
}

const bundleSchema = v.object({
  id: v.string(),
  title: v.string(),
  /** What it is made for: `steps`, `strength` and what else depends on the model. */
  settings: settingValuesSchema,
});

/** A model that a recording can be repainted with. */
export type Bundle = Readonly<v.InferOutput<typeof bundleSchema>>;

const bundleListSchema = v.object({ bundles: listOf(bundleSchema) });

/** A file that a recording can be made into. */
export type ExportFormat = 'mp4' | 'webm' | 'gif' | 'zip';

/** What a film shows. */
export interface FilmOptions {
  /** The recorded input at the left of the result. */
  readonly beside: boolean;
  /** The prompts below. */
  readonly caption: boolean;
}

/** What is changed about a recording: its title, or what is left of it. */
export type RecordingEdit = { readonly title: string } | { readonly fromMs: number; readonly toMs: number };

const repaintProgressSchema = v.object({
  /** The new recording. */
  session: v.string(),
  state: oneOf(['running', 'done', 'cancelled', 'failed'], 'failed'),
  /** Pictures. */
  done: wholeNumber(0),
  total: wholeNumber(0),
});

/** How far a repainting is. */
export type RepaintProgress = Readonly<v.InferOutput<typeof repaintProgressSchema>>;

/**
 * One's own recordings over HTTP. Every call takes an AbortSignal and throws `ProblemError` when the server refuses,
 * `TypeError` when it cannot be reached and `AbortError` when the signal fires.
 */
export class RecordingsApi {
  constructor(private readonly request: typeof fetch = (input, init) => fetch(input, init)) {}

  /** Switches recording on, or changes what is kept. */
  async start(session: string, options: RecordingOptions, signal: AbortSignal): Promise<void> {
    await this.#send(`${self(session)}/recording`, post(options, signal));
  }

  /** Switches recording off. */
  async stop(session: string, signal: AbortSignal): Promise<void> {
    await this.#send(`${self(session)}/recording`, { method: 'DELETE', signal });
  }

  /**
   * A page of the list, the newest first.
   *
   * @param after `next` of the page before, or empty
   */
  async page(after: string, signal: AbortSignal): Promise<RecordingPage> {
    const query = after === '' ? '' : `?before=${encodeURIComponent(after)}`;
    return read(recordingPageSchema, await this.#json(`/api/recordings${query}`, { signal }), 'recordings');
  }

  async timeline(session: string, signal: AbortSignal): Promise<Timeline> {
    return read(timelineSchema, await this.#json(`${self(session)}/timeline`, { signal }), 'timeline');
  }

  /** A picture, decoded; the caller closes it. */
  async picture(session: string, number: number, signal: AbortSignal): Promise<ImageBitmap> {
    const response = await this.#send(`${self(session)}/keyframes/${number}`, { signal, cache: 'default' });
    return createImageBitmap(await response.blob());
  }

  /** Deletes a recording; with `everything` its session's prompts, too. */
  async remove(session: string, everything: boolean, signal: AbortSignal): Promise<void> {
    const path = `/api/recordings/${encodeURIComponent(session)}`;
    await this.#send(`${path}?everything=${String(everything)}`, { method: 'DELETE', signal });
  }

  /** Gives a recording a title, or keeps only a part of it. */
  async change(session: string, edit: RecordingEdit, signal: AbortSignal): Promise<void> {
    await this.#send(`/api/recordings/${encodeURIComponent(session)}`, {
      ...post(edit, signal),
      method: 'PATCH',
    });
  }

  /** Makes a file of the recording; the server takes its time, names the file, and stops when the signal fires. */
  async export(
    session: string,
    format: ExportFormat,
    { beside, caption }: FilmOptions,
    signal: AbortSignal,
  ): Promise<File> {
    const path = `${self(session)}/export`;
    // Also when the page is being left; whoever asked has gone on, so nobody waits for the answer.
    const cancel = () =>
      void this.request(path, { method: 'DELETE', keepalive: true }).catch(() => undefined);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const query = `format=${format}&beside=${String(beside)}&caption=${String(caption)}`;
      const response = await this.#send(`${path}?${query}`, { signal });
      return new File([await response.blob()], nameOf(response) ?? `speakdraw.${format}`);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /** What there is to repaint with; the one that paints live comes first. */
  async bundles(signal: AbortSignal): Promise<readonly Bundle[]> {
    return read(bundleListSchema, await this.#json('/api/bundles', { signal }), 'bundles').bundles;
  }

  /**
   * Begins to paint the recorded input again with other settings. A bundle that does not paint live is loaded for it, which
   * takes a while; without one it is that which does.
   */
  async repaint(
    session: string,
    settings: SettingValues,
    bundle: string | undefined,
    signal: AbortSignal,
  ): Promise<RepaintProgress> {
    return read(
      repaintProgressSchema,
      await this.#json(`${self(session)}/repaint`, post({ settings, bundle }, signal)),
      'repaint',
    );
  }

  /** How far the repainting that makes this new recording is. */
  async progress(repainted: string, signal: AbortSignal): Promise<RepaintProgress> {
    return read(repaintProgressSchema, await this.#json(`${self(repainted)}/repaint`, { signal }), 'repaint');
  }

  /** Ends a repainting; what was painted stays. */
  async cancel(repainted: string, signal: AbortSignal): Promise<void> {
    await this.#send(`${self(repainted)}/repaint`, { method: 'DELETE', signal });
  }

  async #json(path: string, init: RequestInit): Promise<unknown> {
    return (await this.#send(path, init)).json() as Promise<unknown>;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const response = await this.request(path, { credentials: 'same-origin', cache: 'no-store', ...init });
    if (!response.ok) {
      throw await problemOfResponse(response);
    }
    return response;
  }
}

/** The name that the server gives a file. */
function nameOf(response: Response): string | undefined {
  return /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
}

function self(session: string): string {
  return `/api/sessions/${encodeURIComponent(session)}`;
}

function post(body: unknown, signal: AbortSignal): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  };
}
