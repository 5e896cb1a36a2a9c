import { narrowed } from '../engine/classroom/locks';
import { drawn, whyNoPicture } from '../engine/capture/image-file';
import { PromptImages, type PromptImage } from '../engine/images/prompt-images';
import { type Pictured, promptPictureOf } from '../engine/images/prompt-picture';
import { SessionApi } from '../engine/session/session-api';
import type { ConnectionState } from '../engine/session/connection-state';
import type { RangeControl } from '../engine/settings/schema';
import { errorText } from '../i18n/error-text';
import type { Studio } from './studio.svelte';

/** There is nothing yet that could be taken. */
class PictureMissingError extends Error {
  readonly code = 'picture-missing';
}

/** The images that the picture is to resemble, as the page shows them. */
export class ImagePrompts {
  images = $state.raw<readonly PromptImage[]>([]);
  /** One is on its way. */
  busy = $state(false);
  /** Why the last one did not come through, or empty. */
  problem = $state('');
  readonly room = $derived(this.images.length < 4);
  /** How much they count together; undefined where the server's model takes no images. */
  readonly scale = $derived.by<RangeControl | undefined>(() => {
    const control = this.studio.server?.controls.find(({ name }) => name === 'ip_adapter_scale');
    const left = control && narrowed(control, this.studio.locks.settings[control.name]).control;
    return left?.kind === 'range' ? left : undefined;
  });

  readonly #kept = new PromptImages(new SessionApi());

  constructor(private readonly studio: Studio) {
    this.#kept.changes.add((images) => {
      this.images = images;
    });
  }

  /** Tells a new session of them. */
  follow(connection: ConnectionState): void {
    if (connection.kind === 'live' && this.scale) {
      this.#kept.follow(connection.session).catch((error: unknown) => {
        this.problem = errorText(error);
      });
    }
  }

  async addFile(file: File): Promise<void> {
    await this.#attempt(async () => {
      const canvas = await drawn(file);
      if (!canvas) {
        throw await whyNoPicture(file);
      }
      await this.#add({ image: canvas, width: canvas.width, height: canvas.height });
    });
  }

  /** Takes a picture that the server keeps; rejects with a message for people. */
  async addAddress(address: string): Promise<void> {
    const image = new Image();
    image.src = address;
    await image.decode().catch(() => {
      throw new PictureMissingError();
    });
    await this.#add({ image, width: image.naturalWidth, height: image.naturalHeight });
  }

  /** Takes the input as it is now. */
  async addInput(): Promise<void> {
    await this.#attempt(() => this.#add(this.studio.inputPicture()));
  }

  /** Takes the result as it is now. */
  async addResult(canvas: HTMLCanvasElement | undefined): Promise<void> {
    await this.#attempt(() =>
      this.#add(canvas && { image: canvas, width: canvas.width, height: canvas.height }),
    );
  }

  weigh(place: number, weight: number): void {
    this.#kept.weigh(place, weight);
  }

  async remove(place: number): Promise<void> {
    await this.#attempt(() => this.#kept.remove(place));
  }

  async #add(picture: Pictured | undefined): Promise<void> {
    if (!picture || picture.width < 1 || picture.height < 1) {
      throw new PictureMissingError();
    }
    await this.#kept.add(await promptPictureOf(picture));
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.problem = '';
    this.busy = true;
    try {
      await work();
    } catch (error) {
      this.problem = errorText(error);
    } finally {
      this.busy = false;
    }
  }
}
