import { Listeners } from '../listeners';

/** Images that are mixed at once. */
const PLACES = 4;
/** Weight of an image that has just come. */
const FULL = 1;
const PAUSE_MS = 120;

/** An image that the picture is to resemble. */
export interface PromptImage {
  /** 1 to 4. */
  readonly place: number;
  /** What an `<img>` shows. */
  readonly address: string;
  /** 0 to 1; it is the proportions that count. */
  readonly weight: number;
}

/** The part of the server's HTTP side that this needs. */
export interface ImagePromptApi {
  showImage(session: string, place: number, jpeg: Blob, weight: number, signal: AbortSignal): Promise<void>;
  weighImage(session: string, place: number, weight: number, signal: AbortSignal): Promise<void>;
  removeImage(session: string, place: number, signal: AbortSignal): Promise<void>;
}

interface Kept extends PromptImage {
  readonly jpeg: Blob;
}

/**
 * The images of this page and their copies on the server, which forgets them with the session: the next one is told
 * them again. Calls go out one after the other; of several weights only the newest.
 */
export class PromptImages {
  /** Tells of every change of {@link images}. */
  readonly changes = new Listeners<readonly PromptImage[]>();

  #kept: readonly Kept[] = [];
  #session: string | undefined;
  #calls: Promise<void> = Promise.resolve();
  readonly #weighed = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly api: ImagePromptApi,
    private readonly addresses: Pick<typeof URL, 'createObjectURL' | 'revokeObjectURL'> = URL,
  ) {}

  get images(): readonly PromptImage[] {
    return this.#kept;
  }

  /** Whether there is a place for another one. */
  get room(): boolean {
    return this.#kept.length < PLACES;
  }

  /** The session that they are for from now on; another one has none of them yet. */
  async follow(session: string): Promise<void> {
    if (session === this.#session) {
      return;
    }
    this.#session = session;
    await Promise.all(this.#kept.map((image) => this.#send(image)));
  }

  /** Adds one in the first free place. Throws, and keeps nothing, when the server does not take it. */
  async add(jpeg: Blob): Promise<void> {
    const taken = new Set(this.#kept.map(({ place }) => place));
    const place = [1, 2, 3, 4].find((free) => !taken.has(free));
    if (place === undefined) {
      return;
    }
    const image = { place, jpeg, weight: FULL, address: this.addresses.createObjectURL(jpeg) };
    // Its place is taken at once, so that another one does not get it meanwhile.
    this.#set([...this.#kept, image].sort((one, other) => one.place - other.place));
    try {
      await this.#send(image);
    } catch (error) {
      // Another one may have its place by now.
      this.#drop(({ address }) => address === image.address);
      throw error;
    }
  }

  /** Changes how much one counts beside the others. */
  weigh(place: number, weight: number): void {
    this.#set(this.#kept.map((image) => (image.place === place ? { ...image, weight } : image)));
    clearTimeout(this.#weighed.get(place));
    this.#weighed.set(
      place,
      setTimeout(() => {
        void this.#call((session, signal) => this.api.weighImage(session, place, weight, signal)).catch(
          () => undefined,
        );
      }, PAUSE_MS),
    );
  }

  /** Takes one away. */
  async remove(place: number): Promise<void> {
    this.#drop((image) => image.place === place);
    await this.#call((session, signal) => this.api.removeImage(session, place, signal));
  }

  #drop(isMeant: (image: Kept) => boolean): void {
    for (const { place, address } of this.#kept.filter(isMeant)) {
      clearTimeout(this.#weighed.get(place));
      this.addresses.revokeObjectURL(address);
    }
    this.#set(this.#kept.filter((image) => !isMeant(image)));
  }

  #set(kept: readonly Kept[]): void {
    this.#kept = kept;
    this.changes.emit(kept);
  }

  #send({ place, jpeg, weight }: Kept): Promise<void> {
    return this.#call((session, signal) => this.api.showImage(session, place, jpeg, weight, signal));
  }

  /** Without a session nothing is called: the next one is told. */
  #call(call: (session: string, signal: AbortSignal) => Promise<void>): Promise<void> {
    const result = this.#calls.then(async () => {
      if (this.#session !== undefined) {
        await call(this.#session, AbortSignal.timeout(20_000));
      }
    });
    this.#calls = result.catch(() => undefined);
    return result;
  }
}
