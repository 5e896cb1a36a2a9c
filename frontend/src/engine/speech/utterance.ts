import type { ClientMessage, SpeechTask } from '../protocol/client-messages';
import { type FrameHeader, SPEECH } from '../protocol/frame-header';
import { pcm16 } from './sound';

/** Frames that travel together: about 100 ms. */
const FRAMES_A_MESSAGE = 3;

/** The way to the server. Both calls return false when there is no connection. */
export interface SpeechWire {
  send(message: ClientMessage): boolean;
  sendFrame(header: FrameHeader, payload: BlobPart): boolean;
}

/** How an utterance is to be understood. */
export interface Hearing {
  /** `auto` or one of the server's languages. */
  readonly language: string;
  readonly task: SpeechTask;
}

/** One utterance on its way to the server. */
export class Utterance {
  /** Samples so far. */
  samples = 0;
  /** All of it so far. */
  readonly frames: Float32Array[] = [];
  /** The last of {@link frames}: what came since {@link pause}, and is no part of the text. */
  leftOut: Float32Array[] = [];
  #waiting: Float32Array[] = [];
  #sent = 0;
  #pausedAt: number | undefined;

  /**
   * @param number a new one for every utterance of this page
   * @param longer it begins with the whole utterance before, which had been taken for finished
   */
  constructor(
    readonly number: number,
    readonly longer: boolean,
    private readonly wire: SpeechWire,
  ) {}

  /** Between {@link pause} and {@link resume}. */
  get pausing(): boolean {
    return this.#pausedAt !== undefined;
  }

  /** Tells the server what comes; false when there is no connection. */
  start({ language, task }: Hearing): boolean {
    return this.wire.send({ type: 'speech-start', utterance: this.number, language, task });
  }

  /** Sends sound; false when there is no connection. */
  add(frame: Float32Array): boolean {
    this.samples += frame.length;
    this.frames.push(frame);
    if (this.pausing) {
      this.leftOut.push(frame);
    }
    this.#waiting.push(frame);
    return this.#waiting.length < FRAMES_A_MESSAGE || this.#flush();
  }

  /** Nothing is said for a moment: what was said until now may be all of it. */
  pause(): void {
    this.#pausedAt = this.samples;
    this.leftOut = [];
    if (this.#flush()) {
      this.wire.send({ type: 'speech-pause', utterance: this.number, samples: this.samples });
    }
  }

  /** It goes on after a pause. */
  resume(): void {
    this.#pausedAt = undefined;
    this.leftOut = [];
  }

  /** Nothing follows, the final text is wanted; false when there is no connection. What came in a pause is left out. */
  end(): boolean {
    const samples = this.#pausedAt;
    return (
      this.#flush() &&
      this.wire.send({
        type: 'speech-end',
        utterance: this.number,
        ...(samples === undefined ? {} : { samples }),
      })
    );
  }

  cancel(): void {
    this.wire.send({ type: 'speech-cancel', utterance: this.number });
  }

  #flush(): boolean {
    const frames = this.#waiting;
    this.#waiting = [];
    if (frames.length === 0) {
      return true;
    }
    const captureTime = Math.round(performance.now() * 1000);
    const header = { kind: SPEECH, source: 0, sequence: this.#sent, captureTime };
    this.#sent += 1;
    return this.wire.sendFrame(header, pcm16(frames));
  }
}
