import { openMicrophone, stopStream } from '../capture/capture-devices';
import worklet from './microphone.worklet.ts?worker&url';

/** What a microphone reports. */
export interface MicrophoneListener {
  /** {@link FRAME_SAMPLES} samples from -1 to 1 at {@link SAMPLE_RATE}; the listener may keep them. */
  frame(samples: Float32Array): void;
  /** Nothing but silence comes, or again something: a switch at the microphone, a telephone call. */
  muted(muted: boolean): void;
  /** It was unplugged, or its permission taken back. Nothing follows. */
  lost(): void;
}

/** An open microphone: hands frames on until it is closed. */
export class Microphone {
  readonly #off = new AbortController();

  private constructor(
    private readonly stream: MediaStream,
    private readonly context: AudioContext,
    listener: MicrophoneListener,
  ) {
    const { signal } = this.#off;
    const node = new AudioWorkletNode(context, 'microphone', { numberOfOutputs: 0 });
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      if (!signal.aborted) {
        listener.frame(data);
      }
    };
    context.createMediaStreamSource(stream).connect(node);
    const track = stream.getAudioTracks()[0];
    const tell = () => {
      listener.muted((track?.muted ?? true) || context.state !== 'running');
    };
    track?.addEventListener('mute', tell, { signal });
    track?.addEventListener('unmute', tell, { signal });
    context.addEventListener('statechange', tell, { signal });
    track?.addEventListener(
      'ended',
      () => {
        this.close();
        listener.lost();
      },
      { signal },
    );
    tell();
  }

  /**
   * Opens a microphone; asks the person where the browser wants that. Call it from a press of a button or key, or
   * browsers keep the sound back.
   *
   * @param id of the microphone, or undefined for the one the browser prefers
   * @throws DOMException see `deviceProblemOf`; AbortError when the signal fired meanwhile
   */
  static async open(
    id: string | undefined,
    listener: MicrophoneListener,
    signal: AbortSignal,
  ): Promise<Microphone> {
    const context = new AudioContext({ latencyHint: 'interactive' });
    let stream: MediaStream | undefined;
    try {
      stream = await openMicrophone(id, signal);
      await Promise.all([context.audioWorklet.addModule(worklet), context.resume()]);
      signal.throwIfAborted();
      return new Microphone(stream, context, listener);
    } catch (error) {
      stopStream(stream);
      await context.close();
      throw error;
    }
  }

  /** Which microphone it is. */
  get id(): string | undefined {
    return this.stream.getAudioTracks()[0]?.getSettings().deviceId;
  }

  close(): void {
    if (!this.#off.signal.aborted) {
      this.#off.abort();
      stopStream(this.stream);
      // Closing fails only where it is closed already.
      this.context.close().catch(() => undefined);
    }
  }
}
