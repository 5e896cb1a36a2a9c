import { describe, expect, it, vi } from 'vitest';
import { type ImagePromptApi, PromptImages } from './prompt-images';

const JPEG = new Blob(['jpeg'], { type: 'image/jpeg' });

/** A server that writes down what it is told, and may refuse it. */
class Server implements ImagePromptApi {
  readonly calls: string[] = [];
  refuses = false;

  showImage(session: string, place: number, _jpeg: Blob, weight: number): Promise<void> {
    return this.#note(`${session} shows ${place} with ${weight}`);
  }

  weighImage(session: string, place: number, weight: number): Promise<void> {
    return this.#note(`${session} weighs ${place} with ${weight}`);
  }

  removeImage(session: string, place: number): Promise<void> {
    return this.#note(`${session} removes ${place}`);
  }

  async #note(call: string): Promise<void> {
    if (this.refuses) {
      throw new Error('refused');
    }
    this.calls.push(call);
    await Promise.resolve();
  }
}

function open() {
  const server = new Server();
  const released: string[] = [];
  let made = 0;
  const images = new PromptImages(server, {
    createObjectURL: () => `blob:${++made}`,
    revokeObjectURL: (address) => {
      released.push(address);
    },
  });
  return { server, released, images };
}

const placesOf = (images: PromptImages) => images.images.map(({ place }) => place);

describe('images as prompts', () => {
  it('takes up to four, each in the first free place', async () => {
    const { server, images } = open();
    await images.follow('one');
    for (let i = 0; i < 5; i++) {
      await images.add(JPEG);
    }
    expect(placesOf(images)).toEqual([1, 2, 3, 4]);
    expect(images.room).toBe(false);
    await images.remove(2);
    expect(images.room).toBe(true);
    await images.add(JPEG);
    expect(placesOf(images)).toEqual([1, 2, 3, 4]);
    expect(server.calls.slice(4)).toEqual(['one removes 2', 'one shows 2 with 1']);
  });

  it('tells another session all of them, and the same one nothing again', async () => {
    const { server, images } = open();
    await images.add(JPEG);
    expect(server.calls).toEqual([]);
    await images.follow('one');
    await images.follow('one');
    await images.follow('two');
    expect(server.calls).toEqual(['one shows 1 with 1', 'two shows 1 with 1']);
  });

  it('keeps nothing that the server refuses', async () => {
    const { server, released, images } = open();
    await images.follow('one');
    server.refuses = true;
    await expect(images.add(JPEG)).rejects.toThrow('refused');
    expect(images.images).toEqual([]);
    expect(released).toEqual(['blob:1']);
    server.refuses = false;
    await images.add(JPEG);
    expect(placesOf(images)).toEqual([1]);
  });

  it('keeps the one that took the place of one that is refused late', async () => {
    const { server, images } = open();
    await images.follow('one');
    vi.spyOn(server, 'showImage').mockRejectedValueOnce(new Error('refused'));
    const late = expect(images.add(JPEG)).rejects.toThrow('refused');
    void images.remove(1);
    const added = images.add(JPEG);
    await late;
    await added;
    expect(images.images.map(({ place, address }) => [place, address])).toEqual([[1, 'blob:2']]);
    expect(server.calls.at(-1)).toBe('one shows 1 with 1');
  });

  it('sends the newest of several weights, and shows each at once', async () => {
    vi.useFakeTimers();
    try {
      const { server, images } = open();
      await images.follow('one');
      await images.add(JPEG);
      const shown: number[] = [];
      images.changes.add((all) => shown.push(all[0]?.weight ?? -1));
      images.weigh(1, 0.7);
      images.weigh(1, 0.4);
      await vi.runAllTimersAsync();
      expect(shown).toEqual([0.7, 0.4]);
      expect(server.calls.slice(1)).toEqual(['one weighs 1 with 0.4']);
    } finally {
      vi.useRealTimers();
    }
  });
});
