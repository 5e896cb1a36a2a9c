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
  /** The language that is most likely spoken; empty: not known. */
  readonly likely: string;
  /** What is likely said in it where little is said. */
  readonly phrases: string;
  readonly task: SpeechTask;
}

/** One utterance on its way to the server. */
export class Utterance {
  /** Samples so far. */
  samples = 0;
  /** All of it so far. */
  readonly frames: Float32Array[] = [];
  /** The last of {@link frames}: what came since {@link breathe}, and is no part of the text. */
  leftOut: Float32Array[] = [];
  /** From the breath on that may be the end. */
  pausing = false;
  #waiting: Float32Array[] = [];
  #sent = 0;
  #breathAt: number | undefined;

  /**
   * @param number a new one for every utterance of this page
   * @param longer it begins with the whole utterance before, which had been taken for finished and has a text
   */
  constructor(
    readonly number: number,
    readonly longer: boolean,
    private readonly wire: SpeechWire,
  ) {}

  /** Tells the server what comes; false when there is no connection. */
  start({ language, likely, phrases, task }: Hearing): boolean {
    return this.wire.send({ type: 'speech-start', utterance: this.number, language, likely, phrases, task });
  }

  /** Sends sound; false when there is no connection. */
  add(frame: Float32Array): boolean {
    this.samples += frame.length;
    this.frames.push(frame);
    const breathes = this.#breathAt !== undefined;
    if (breathes) {
      this.leftOut.push(frame);
    }
    this.#waiting.push(frame);
    // In a pause the server waits for more silence: it must not come late.
    return this.#waiting.length < (breathes ? 1 : FRAMES_A_MESSAGE) || this.#flush();
  }

  /** Whether a text was made of all that was said before the last {@link breathe}. */
  isWhole(samples: number): boolean {
    return samples === this.#breathAt;
  }

  /** Has the text prepared of what was said until now: most likely nothing follows. */
  prepare(): void {
    if (this.#flush()) {
      this.wire.send({ type: 'speech-pause', utterance: this.number, samples: this.samples });
    }
  }

  /** Nothing is said for a moment, which may be the end: has the text prepared. */
  breathe(): void {
    this.#breathAt = this.samples;
    this.pausing = false;
    this.leftOut = [];
    this.prepare();
  }

  /** It goes on after a breath. */
  resume(): void {
    this.#breathAt = undefined;
    this.pausing = false;
    this.leftOut = [];
  }

  /** Nothing follows, the final text is wanted; false when there is no connection. What came in a pause is left out. */
  end(): boolean {
    const samples = this.#breathAt;
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
