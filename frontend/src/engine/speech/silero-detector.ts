/**
 * The voice detector of `@ricky0123/vad-web` (Silero's network on ONNX Runtime's WebAssembly), fed with our frames:
 * its own recorder would open a second microphone. Weighs some megabytes; import it only when it is wanted.
 */
import { FrameProcessor } from '@ricky0123/vad-web/dist/frame-processor';
import { log } from '@ricky0123/vad-web/dist/logging';
import { Message } from '@ricky0123/vad-web/dist/messages';
import { Silero } from '@ricky0123/vad-web/dist/models/silero';
import model from '@ricky0123/vad-web/dist/silero_vad_v6.onnx?url';
import * as ort from 'onnxruntime-web/wasm';
import runtime from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { Pauses } from './pauses';
import { FRAME_SAMPLES, framesIn, SAMPLE_RATE } from './sound';
import { MOST_BEHIND, type VoiceDetector, type VoiceEvent } from './voice-detector';

/** Frames that the library may keep of a voice that never pauses; it keeps all of them by itself. */
const MOST_KEPT = 30 * MOST_BEHIND;

const OPTIONS = {
  positiveSpeechThreshold: 0.5,
  negativeSpeechThreshold: 0.35,
  // Who has finished is known earlier by how it sounds; who has not may think for a moment.
  redemptionMs: 900,
  minSpeechMs: 200,
  // The beginning of a word is kept by the page.
  preSpeechPadMs: 0,
  submitUserSpeechOnPause: false,
};

/** Silence from which on the text is prepared: so early that it is there when the pause may be the end. */
const BREATH_MS = 64;

/** Silence from which on all may have been said. */
const PAUSE_MS = 192;

const EVENTS: ReadonlyMap<Message, VoiceEvent> = new Map([
  [Message.SpeechStart, 'start'],
  [Message.VADMisfire, 'misfire'],
  [Message.SpeechEnd, 'end'],
]);

async function fetchModel(): Promise<ArrayBuffer> {
  const response = await fetch(model);
  if (!response.ok) {
    throw new Error(`The server answered ${response.status} for the voice detector.`);
  }
  return response.arrayBuffer();
}

/** Loads network and runtime. See {@link VoiceDetector}. */
export async function openSileroDetector(onEvent: (event: VoiceEvent) => void): Promise<VoiceDetector> {
  // It tells every console what it loads.
  log.debug = () => undefined;
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = { wasm: runtime };
  const silero = await Silero.new(ort, fetchModel);
  const processor = new FrameProcessor(
    silero.process,
    silero.reset_state,
    OPTIONS,
    (FRAME_SAMPLES / SAMPLE_RATE) * 1000,
  );
  processor.resume();
  let waiting = 0;
  let work = Promise.resolve();
  let open = true;
  const pauses = new Pauses(
    OPTIONS.positiveSpeechThreshold,
    OPTIONS.negativeSpeechThreshold,
    framesIn(BREATH_MS),
    framesIn(PAUSE_MS),
  );
  const tell = (event: VoiceEvent | undefined) => {
    if (event && open) {
      onEvent(event);
    }
  };
  return {
    accept: (frame) => {
      // On a machine that cannot follow, later ones are left out.
      if (waiting >= MOST_BEHIND) {
        return;
      }
      waiting += 1;
      work = work.then(async () => {
        waiting -= 1;
        processor.audioBuffer.splice(0, processor.audioBuffer.length - MOST_KEPT);
        await processor.process(frame, (event) => {
          if (event.msg === Message.FrameProcessed) {
            tell(pauses.frame(event.probs.isSpeech));
            return;
          }
          const told = EVENTS.get(event.msg);
          if (told) {
            pauses.speaks(told === 'start');
            tell(told);
          }
        });
      });
    },
    get behind() {
      return waiting;
    },
    reset: () => {
      work = work.then(() => {
        processor.reset();
        pauses.speaks(false);
      });
    },
    close: () => {
      open = false;
      work = work.then(() => silero.release());
    },
  };
}
