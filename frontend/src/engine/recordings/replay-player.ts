import { Listeners } from '../listeners';
import { PictureCache } from './picture-cache';
import { type FrameTrack, gapAt, indexAt, promptBeside, type Timeline } from './timeline';

/** Speeds that can be chosen. */
export const SPEEDS: readonly number[] = [0.25, 0.5, 1, 2, 4, 8];

/** Milliseconds of recording that are decoded ahead, at speed 1. */
const AHEAD_MS = 2_000;
const MOST_AHEAD = 48;
/** Pictures behind the place that stay, for stepping back. */
const BEHIND = 3;
/** Milliseconds that one repaint advances at most: what is not on the screen, as in a hidden tab, is not passed over. */
const MOST_TICK_MS = 250;
/** The page hears of the place this often while playing; pictures do not wait for it. */
const TELL_EVERY_MS = 60;

/** What the page shows of a player. */
export interface ReplayState {
  /** Milliseconds since the recording's start. */
  readonly at: number;
  readonly playing: boolean;
  readonly speed: number;
  /** Holding still until the next picture has come. */
  readonly loading: boolean;
}

/** What a player needs from the world; tests hand in their own. */
export interface ReplayPorts {
  /** Fetches and decodes a picture. */
  load(number: number, signal: AbortSignal): Promise<ImageBitmap>;
  /** Milliseconds of a steady clock. */
  now(): number;
  /** Calls back before the next repaint of the screen; returns what takes it back. */
  beforeRepaint(callback: () => void): () => void;
}

/** One canvas and the key frames that it shows. */
class Screen {
  canvas: HTMLCanvasElement | undefined;
  #drawn = -1;
  readonly #cache: PictureCache;

  constructor(
    readonly track: FrameTrack,
    load: ReplayPorts['load'],
    loaded: () => void,
  ) {
    this.#cache = new PictureCache(load, loaded);
  }

  /** Asks for what comes next; shows what is due. False when that has not come yet. */
  show(at: number, aheadMs: number): boolean {
    const index = indexAt(this.track.offsetsMs, at);
    const last = Math.min(indexAt(this.track.offsetsMs, at + aheadMs) + 1, index + MOST_AHEAD);
    const numbers = this.track.numbers;
    this.#cache.want([
      ...numbers.slice(Math.max(0, index), last + 1),
      ...numbers.slice(Math.max(0, index - BEHIND), Math.max(0, index)),
    ]);
    const number = numbers[Math.max(0, index)];
    if (!this.canvas || number === undefined || number === this.#drawn) {
      return true;
    }
    const picture = this.#cache.get(number);
    if (!picture) {
      return this.#cache.hasFailed(number);
    }
    if (this.canvas.width !== picture.width || this.canvas.height !== picture.height) {
      this.canvas.width = picture.width;
      this.canvas.height = picture.height;
    }
    this.canvas.getContext('2d')?.drawImage(picture, 0, 0);
    this.#drawn = number;
    return true;
  }

  attach(canvas: HTMLCanvasElement | undefined): void {
    this.canvas = canvas;
    this.#drawn = -1;
  }

  close(): void {
    this.#cache.close();
  }
}

/**
 * Plays a recording on one or two canvases. Pictures are fetched and decoded ahead; when one is late the clock waits
 * for it, so that nothing is skipped at any speed.
 */
export class ReplayPlayer {
  readonly states = new Listeners<ReplayState>();

  readonly #output: Screen;
  readonly #input: Screen;
  #at = 0;
  #playing = false;
  #speed = 1;
  #loading = false;
  #lastTick = 0;
  #lastTold = -Infinity;
  #cancel: (() => void) | undefined;

  constructor(
    private readonly timeline: Timeline,
    private readonly ports: ReplayPorts,
  ) {
    const load = (number: number, signal: AbortSignal) => ports.load(number, signal);
    const loaded = () => {
      this.#wake();
    };
    this.#output = new Screen(timeline.outputs, load, loaded);
    this.#input = new Screen(timeline.inputs, load, loaded);
    this.#at = timeline.outputs.offsetsMs[0] ?? 0;
  }

  get state(): ReplayState {
    return { at: this.#at, playing: this.#playing, speed: this.#speed, loading: this.#loading };
  }

  /** Shows the result, or what it was made from, on this canvas. */
  attach(kind: 'output' | 'input', canvas: HTMLCanvasElement | undefined): void {
    (kind === 'output' ? this.#output : this.#input).attach(canvas);
    this.#wake();
  }

  /** Plays; from the beginning when it is at the end. */
  play(): void {
    if (this.#at >= this.timeline.durationMs) {
      this.#at = 0;
    }
    this.#playing = true;
    this.#lastTick = this.ports.now();
    this.#changed();
  }

  pause(): void {
    this.#playing = false;
    this.#changed();
  }

  set speed(speed: number) {
    this.#speed = speed;
    this.#changed();
  }

  seek(at: number): void {
    this.#at = Math.min(this.timeline.durationMs, Math.max(0, at));
    this.#changed();
  }

  /** To the next key frame of the result, or the one before; stops playing. */
  step(direction: 1 | -1): void {
    const { offsetsMs } = this.timeline.outputs;
    const index = indexAt(offsetsMs, this.#at) + direction;
    this.#playing = false;
    this.seek(offsetsMs[Math.min(offsetsMs.length - 1, Math.max(0, index))] ?? 0);
  }

  /** To where the next prompt begins, or the one before; stays when there is none. */
  jump(direction: 1 | -1): void {
    const offset = promptBeside(this.timeline, this.#at, direction);
    if (offset !== undefined) {
      this.seek(offset);
    }
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#playing = false;
    this.#output.close();
    this.#input.close();
  }

  #changed(): void {
    this.#lastTold = -Infinity;
    this.#wake();
  }

  #wake(): void {
    this.#cancel ??= this.ports.beforeRepaint(() => {
      this.#cancel = undefined;
      this.#tick();
    });
  }

  #tick(): void {
    const now = this.ports.now();
    if (this.#playing && !this.#loading) {
      this.#advance(Math.min(MOST_TICK_MS, now - this.#lastTick) * this.#speed);
    }
    this.#lastTick = now;
    const ahead = AHEAD_MS * Math.max(1, this.#speed);
    const shown = [this.#output.show(this.#at, ahead), this.#input.show(this.#at, ahead)];
    const loading = shown.includes(false);
    if (loading !== this.#loading || now - this.#lastTold >= TELL_EVERY_MS) {
      this.#loading = loading;
      this.#lastTold = now;
      this.states.emit(this.state);
    }
    if (this.#playing) {
      this.#wake();
    }
  }

  #advance(ms: number): void {
    let at = this.#at + ms;
    const gap = gapAt(this.timeline, at);
    // Nobody wants to watch recording being switched off; a loss, though, is a part of what happened.
    if (gap && gap.reason !== 'unwritten') {
      at = gap.endMs;
    }
    if (at >= this.timeline.durationMs) {
      at = this.timeline.durationMs;
      this.#playing = false;
      this.#lastTold = -Infinity;
    }
    this.#at = at;
  }
}
