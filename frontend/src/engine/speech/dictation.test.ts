import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClientMessage } from '../protocol/client-messages';
import type { FrameHeader } from '../protocol/frame-header';
import { Dictation, type DictationOptions, type DictationPhase, type DictationProblem } from './dictation';
import type { MicrophoneListener } from './microphone';
import type { VoiceEvent } from './voice-detector';

const FRAME_MS = 32;

/** A dictation between a microphone, a detector and a server that the test plays. */
function world(options: Partial<DictationOptions> = {}) {
  const sent: (ClientMessage | { sound: number[]; sequence: number })[] = [];
  const phases: DictationPhase[] = [];
  const problems: DictationProblem[] = [];
  const texts: string[] = [];
  const longer: string[] = [];
  const partials: string[] = [];
  const microphone = {
    online: true,
    refusal: undefined as Error | undefined,
    slow: undefined as Promise<void> | undefined,
    opened: 0,
    closed: 0,
    asked: undefined as string | undefined,
    listener: undefined as MicrophoneListener | undefined,
  };
  const detector = {
    closed: 0,
    resets: 0,
    heard: 0,
    behind: 0,
    refusal: undefined as Error | undefined,
    says: (_event: VoiceEvent) => undefined as unknown,
  };
  const dictation = new Dictation(
    {
      wire: {
        send: (message) => microphone.online && sent.push(message) > 0,
        sendFrame: (header: FrameHeader, payload) => {
          const bytes = payload as Uint8Array<ArrayBuffer>;
          const sound = [...new Int16Array(bytes.buffer)].filter((_, at) => at % 512 === 0);
          return microphone.online && sent.push({ sound, sequence: header.sequence }) > 0;
        },
      },
      openMicrophone: async (id, listener, signal) => {
        await microphone.slow;
        signal.throwIfAborted();
        if (microphone.refusal) {
          throw microphone.refusal;
        }
        microphone.opened += 1;
        microphone.asked = id;
        microphone.listener = listener;
        return {
          close: () => {
            microphone.closed += 1;
            microphone.listener = undefined;
          },
        };
      },
      openDetector: (onEvent) => {
        detector.says = onEvent;
        return detector.refusal
          ? Promise.reject(detector.refusal)
          : Promise.resolve({
              accept: () => (detector.heard += 1),
              get behind() {
                return detector.behind;
              },
              reset: () => (detector.resets += 1),
              close: () => (detector.closed += 1),
            });
      },
    },
    () => ({
      language: 'auto',
      likely: '',
      phrases: '',
      task: 'transcribe',
      maxSeconds: 30,
      microphone: undefined,
      ...options,
    }),
  );
  dictation.phases.add((phase) => phases.push(phase));
  dictation.problems.add((problem) => problems.push(problem));
  dictation.line.texts.add((heard) => {
    texts.push(heard.text);
    if (heard.longer) {
      longer.push(heard.text);
    }
  });
  dictation.line.partials.add((text) => partials.push(text));
  let frames = 0;
  /** Of the last pause that was told. */
  const pausedAt = () =>
    sent.findLast((each) => 'type' in each && each.type === 'speech-pause') as
      { samples: number } | undefined;
  return {
    dictation,
    sent,
    phases,
    problems,
    texts,
    longer,
    partials,
    microphone,
    detector,
    /** So many frames; the first sample of each tells its number. */
    speak: (count: number) => {
      for (let each = 0; each < count; each += 1) {
        frames += 1;
        microphone.listener?.frame(new Float32Array(512).fill(frames / 32767));
        vi.advanceTimersByTime(FRAME_MS);
      }
    },
    understood: (
      utterance: number,
      text: string,
      final = true,
      language = text.trim() === '' ? '' : 'en',
    ) => {
      dictation.line.receive({
        type: 'speech',
        utterance,
        text,
        final,
        finished: false,
        language,
        confidence: 0.9,
        samples: pausedAt()?.samples ?? 0,
        tookMs: 1,
      });
    },
    /** A text that sounds as if all was said. */
    finished: (utterance: number, text: string) => {
      dictation.line.receive({
        type: 'speech',
        utterance,
        text,
        final: false,
        finished: true,
        language: 'en',
        confidence: 0.9,
        samples: pausedAt()?.samples ?? 0,
        tookMs: 1,
      });
    },
    refused: (code: string) => {
      dictation.line.receive({ type: 'error', code, detail: 'No.', errors: [] });
    },
    /** Numbers of the frames on the wire. */
    sound: () => sent.flatMap((each) => ('sound' in each ? each.sound : [])),
    types: () => sent.map((each) => ('sound' in each ? 'sound' : each.type)),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => undefined } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('sends what is said between press and release, and the last syllable', async () => {
  const { dictation, sent, phases, texts, partials, speak, understood, sound, types } = world({
    language: 'fr',
    task: 'translate',
  });
  await dictation.press();
  speak(10);
  understood(1, 'a f', false);
  dictation.release();
  speak(8);
  expect(types()[0]).toBe('speech-start');
  expect(sent[0]).toEqual({
    type: 'speech-start',
    utterance: 1,
    language: 'fr',
    likely: '',
    phrases: '',
    task: 'translate',
  });
  expect(types().at(-1)).toBe('speech-end');
  // Ready by then, if nothing is said any more.
  expect(sent.find((each) => 'type' in each && each.type === 'speech-pause')).toMatchObject({
    samples: 10 * 512,
  });
  expect(sent.at(-1)).toEqual({ type: 'speech-end', utterance: 1 });
  // 200 ms after the release are six frames of 32 ms and a bit.
  expect(sound()).toEqual(Array.from({ length: 17 }, (_, at) => at + 1));
  understood(1, ' a fox ');
  expect(phases).toEqual(['opening', 'speaking', 'transcribing', 'idle']);
  expect(texts).toEqual(['a fox']);
  expect(partials).toEqual(['', 'a f', '']);
});

test('has a text prepared when the voice pauses, and leaves the silence at the end out', async () => {
  const { dictation, sent, speak, detector, types, texts, understood } = world();
  await dictation.setHandsFree(true);
  speak(2);
  detector.says('start');
  speak(5);
  detector.says('breath');
  detector.says('pause');
  speak(4);
  detector.says('resume');
  speak(5);
  detector.says('breath');
  detector.says('pause');
  speak(4);
  detector.says('end');
  const controls = sent.filter((each) => !('sound' in each));
  expect(controls.slice(1)).toEqual([
    { type: 'speech-pause', utterance: 1, samples: 7 * 512 },
    { type: 'speech-pause', utterance: 1, samples: 16 * 512 },
    { type: 'speech-end', utterance: 1, samples: 16 * 512 },
  ]);
  const before = types().indexOf('speech-pause');
  expect(types().slice(0, before)).toEqual(['speech-start', 'sound', 'sound', 'sound']);
  understood(1, 'a fox');
  expect(texts).toEqual(['a fox']);
  detector.says('start');
  speak(5);
  detector.says('breath');
  detector.says('pause');
  speak(1);
  detector.says('resume');
  detector.says('end');
  expect(sent.at(-1)).toEqual({ type: 'speech-end', utterance: 2 });
});

test('ends an utterance as soon as all sounds said', async () => {
  const { dictation, sent, speak, detector, texts, longer, understood, finished } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(5);
  // Not while somebody speaks: that was said of an earlier pause.
  finished(1, 'a');
  detector.says('breath');
  detector.says('pause');
  speak(2);
  detector.says('resume');
  finished(1, 'a');
  speak(1);
  expect(sent.at(-1)).not.toMatchObject({ type: 'speech-end' });
  detector.says('breath');
  detector.says('pause');
  speak(2);
  finished(1, 'a fox');
  expect(sent.at(-1)).toEqual({ type: 'speech-end', utterance: 1, samples: 8 * 512 });
  expect(detector.resets).toBe(1);
  understood(1, 'a fox');
  // A sentence of its own.
  speak(40);
  detector.says('start');
  speak(3);
  detector.says('end');
  understood(2, 'a cat');
  expect(texts).toEqual(['a fox', 'a cat']);
  expect(longer).toEqual([]);
});

test('a breath is no end yet, even if its text sounds finished; a pause after it is', async () => {
  const { dictation, sent, speak, detector, understood, finished } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(5);
  detector.says('breath');
  finished(1, 'a fox');
  speak(2);
  detector.says('resume');
  speak(2);
  // What was said of one breath does not hold for the next.
  detector.says('breath');
  detector.says('pause');
  expect(sent.at(-1)).toEqual({ type: 'speech-pause', utterance: 1, samples: 9 * 512 });
  finished(1, 'a fox in the snow');
  expect(sent.at(-1)).toEqual({ type: 'speech-end', utterance: 1, samples: 9 * 512 });
  understood(1, 'a fox in the snow');
  speak(40);
  detector.says('start');
  speak(5);
  detector.says('breath');
  finished(2, 'a cat');
  expect(sent.at(-1)).toMatchObject({ type: 'speech-pause' });
  detector.says('pause');
  expect(sent.at(-1)).toMatchObject({ type: 'speech-end', utterance: 2 });
});

test('says the whole sentence again when it goes on after it seemed to be finished', async () => {
  const { dictation, speak, detector, sound, texts, longer, understood, finished, types } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(3);
  detector.says('breath');
  detector.says('pause');
  speak(3);
  finished(1, 'a fox');
  understood(1, 'a fox');
  speak(5);
  detector.says('start');
  speak(3);
  detector.says('end');
  expect(sound()).toEqual([1, 2, 3, 4, 5, 6, ...Array.from({ length: 14 }, (_, at) => at + 1)]);
  understood(2, 'a fox in the snow');
  expect(texts).toEqual(['a fox', 'a fox in the snow']);
  expect(longer).toEqual(['a fox in the snow']);
  // Before the first text is there, too; and what was no word changes nothing.
  speak(40);
  detector.says('start');
  speak(1);
  detector.says('breath');
  detector.says('pause');
  finished(3, 'one');
  speak(1);
  detector.says('start');
  speak(1);
  detector.says('end');
  understood(3, 'one');
  understood(4, 'one two');
  expect(longer).toEqual(['a fox in the snow', 'one two']);
  speak(40);
  detector.says('start');
  speak(1);
  detector.says('breath');
  detector.says('pause');
  finished(5, 'three');
  understood(5, 'three');
  detector.says('start');
  speak(1);
  detector.says('misfire');
  expect(types().at(-1)).toBe('speech-cancel');
  expect(texts.at(-1)).toBe('three');
});

test('loses no beginning where the silence inside a sentence was as long as that after one', async () => {
  const { dictation, speak, detector, sound, texts, longer, understood } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(3);
  detector.says('end');
  understood(1, 'a fox');
  speak(12);
  detector.says('start');
  speak(1);
  detector.says('end');
  expect(sound().slice(3)).toEqual(Array.from({ length: 16 }, (_, at) => at + 1));
  understood(2, 'a fox in the snow');
  expect(longer).toEqual(['a fox in the snow']);
  // Somebody who waits for longer says something new.
  speak(14);
  detector.says('start');
  speak(1);
  detector.says('end');
  understood(3, 'a cat');
  expect(texts).toEqual(['a fox', 'a fox in the snow', 'a cat']);
  expect(longer).toEqual(['a fox in the snow']);
});

test('loses no beginning where the detector is behind', async () => {
  const { dictation, speak, detector, sound } = world();
  await dictation.setHandsFree(true);
  speak(60);
  detector.behind = 16;
  detector.says('start');
  speak(1);
  detector.says('end');
  expect(sound()).toEqual(Array.from({ length: 37 }, (_, at) => at + 25));
});

test('goes on with words of which nothing was understood before the rest', async () => {
  const { dictation, speak, detector, sound, longer, understood } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(2);
  detector.says('end');
  understood(1, '');
  speak(2);
  detector.says('start');
  speak(1);
  detector.says('end');
  expect(sound().slice(2)).toEqual([1, 2, 3, 4, 5]);
  understood(2, 'a fox');
  expect(longer).toEqual([]);
});

test('a text that needs nothing behind it ends the utterance in a pause, however it sounds', async () => {
  const { dictation, speak, detector, types, understood } = world({ isWhole: (text) => text === 'undo' });
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(3);
  understood(1, 'undo', false);
  expect(types()).not.toContain('speech-end');
  detector.says('breath');
  detector.says('pause');
  understood(1, 'un', false);
  expect(types()).not.toContain('speech-end');
  understood(1, 'undo', false);
  expect(types().at(-1)).toBe('speech-end');
});

test('after a command the next voice is another one, and loses no sound', async () => {
  const done = (text: string) => text === 'More.';
  const { dictation, speak, detector, sound, texts, longer, understood } = world({
    isWhole: done,
    isDone: done,
  });
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(3);
  detector.says('breath');
  detector.says('pause');
  speak(2);
  understood(1, 'More.', false);
  understood(1, 'More.');
  speak(2);
  detector.says('start');
  speak(2);
  detector.says('breath');
  detector.says('pause');
  speak(1);
  expect(sound()).toEqual([1, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9, 10]);
  // The third is there before the text of the second.
  understood(2, 'More.', false);
  speak(1);
  detector.says('start');
  speak(1);
  detector.says('end');
  understood(2, 'More.');
  understood(3, 'a fox');
  expect(sound().slice(12)).toEqual([10, 11, 12]);
  expect(texts).toEqual(['More.', 'More.', 'a fox']);
  expect(longer).toEqual([]);
});

test('what was cancelled does not come back with what is said next', async () => {
  const { dictation, speak, detector, sound, texts, longer, understood, finished } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(3);
  detector.says('breath');
  detector.says('pause');
  finished(1, 'a fox');
  dictation.cancel();
  speak(3);
  detector.says('start');
  speak(3);
  detector.says('end');
  understood(2, 'a cat');
  expect(sound()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(texts).toEqual(['a cat']);
  expect(longer).toEqual([]);
});

test('cancelled or gone with the microphone, a text is not gone on with', async () => {
  const { dictation, speak, detector, texts, longer, understood, finished } = world();
  const say = (number: number, text: string) => {
    detector.says('start');
    speak(3);
    detector.says('breath');
    detector.says('pause');
    finished(number, text);
    understood(number, text);
  };
  await dictation.setHandsFree(true);
  say(1, 'one');
  dictation.cancel();
  say(2, 'two');
  await dictation.setHandsFree(false);
  await dictation.setHandsFree(true);
  say(3, 'three');
  expect(texts).toEqual(['one', 'two', 'three']);
  expect(longer).toEqual([]);
});

test('something new begins where both together are too long', async () => {
  const { dictation, speak, detector, sent, problems, texts, longer, understood, finished } = world({
    maxSeconds: 6,
  });
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(90);
  detector.says('breath');
  detector.says('pause');
  finished(1, 'a fox');
  understood(1, 'a fox');
  speak(10);
  detector.says('start');
  speak(90);
  detector.says('end');
  expect(sent.at(-1)).toEqual({ type: 'speech-end', utterance: 2 });
  understood(2, 'and a cat');
  expect(texts).toEqual(['a fox', 'and a cat']);
  expect(longer).toEqual([]);
  expect(problems).toEqual([]);
});

test('by hand, the button ends the utterance and nothing else', async () => {
  const { dictation, speak, types, understood, texts } = world();
  await dictation.press();
  speak(6);
  dictation.line.breathe();
  dictation.line.pause();
  dictation.line.receive({
    type: 'speech',
    utterance: 1,
    text: 'a',
    final: false,
    finished: true,
    language: 'en',
    confidence: 0.9,
    samples: 0,
    tookMs: 1,
  });
  expect(types()).not.toContain('speech-end');
  dictation.release();
  vi.advanceTimersByTime(300);
  understood(1, 'a fox');
  expect(texts).toEqual(['a fox']);
});

test('numbers the pieces of an utterance and sends some 100 ms at once', async () => {
  const { dictation, sent, speak } = world();
  await dictation.press();
  speak(7);
  const pieces = sent.filter((each) => 'sound' in each);
  expect(pieces.map(({ sequence }) => sequence)).toEqual([0, 1]);
  expect(pieces.map((piece) => piece.sound.length)).toEqual([3, 3]);
});

test('begins once the microphone is there, unless it was let go before', async () => {
  const { dictation, microphone, types, phases } = world();
  let there = () => undefined as unknown;
  microphone.slow = new Promise<void>((resolve) => (there = resolve));
  const pressed = dictation.press();
  dictation.release();
  there();
  await pressed;
  expect(types()).toEqual([]);
  expect(phases).toEqual(['opening', 'idle']);
});

test('keeps the microphone open for a while for the next press, then closes it', async () => {
  const { dictation, microphone, speak, understood } = world();
  await dictation.press();
  speak(3);
  dictation.release();
  vi.advanceTimersByTime(300);
  understood(1, 'one');
  vi.advanceTimersByTime(10_000);
  await dictation.press();
  expect(microphone).toMatchObject({ opened: 1, closed: 0 });
  // Nobody is cut off by that pause.
  vi.advanceTimersByTime(25_000);
  expect(microphone.closed).toBe(0);
  dictation.release();
  vi.advanceTimersByTime(300);
  understood(2, 'two');
  vi.advanceTimersByTime(20_001);
  expect(microphone.closed).toBe(1);
});

test('a second press on the last syllable goes on with the same utterance', async () => {
  const { dictation, speak, types } = world();
  await dictation.press();
  speak(3);
  dictation.release();
  speak(2);
  await dictation.press();
  speak(10);
  expect(types().filter((type) => type !== 'sound')).toEqual(['speech-start', 'speech-pause']);
});

test('cancels what is being said, and what is being understood', async () => {
  const { dictation, speak, understood, types, texts, phases } = world();
  await dictation.press();
  speak(3);
  dictation.cancel();
  expect(types()).toEqual(['speech-start', 'sound', 'speech-cancel']);
  expect(phases.at(-1)).toBe('idle');
  await dictation.press();
  dictation.release();
  vi.advanceTimersByTime(300);
  dictation.cancel();
  understood(2, 'too late');
  expect(texts).toEqual([]);
});

test('ends an utterance at the longest that the server takes', async () => {
  const { dictation, speak, problems, sound, types, phases } = world({ maxSeconds: 1 });
  await dictation.press();
  speak(40);
  expect(sound()).toHaveLength(31);
  expect(types().at(-1)).toBe('speech-end');
  expect(problems).toEqual([{ kind: 'too-long' }]);
  expect(phases.at(-1)).toBe('transcribing');
});

test('hands-free: begins before the voice was noticed, ends with it', async () => {
  const { dictation, detector, speak, sound, types, phases, understood, texts } = world();
  await dictation.setHandsFree(true);
  expect(phases.at(-1)).toBe('listening');
  speak(30);
  expect(types()).toEqual([]);
  detector.says('start');
  speak(5);
  detector.says('end');
  // 640 ms before and what followed.
  expect(sound()).toEqual(Array.from({ length: 25 }, (_, at) => at + 11));
  expect(types().at(-1)).toBe('speech-end');
  understood(1, 'a fox');
  expect(phases.at(-1)).toBe('listening');
  expect(texts).toEqual(['a fox']);
  expect(detector.heard).toBe(35);
});

test('hands-free: takes back what was no word, and says nothing of coughs', async () => {
  const { dictation, detector, speak, types, problems, understood, phases } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(3);
  detector.says('misfire');
  expect(types()).toEqual(['speech-start', 'sound', 'speech-cancel']);
  detector.says('start');
  detector.says('end');
  understood(2, '');
  expect(problems).toEqual([]);
  expect(phases.at(-1)).toBe('listening');
});

test('hands-free: keeps the next sentence until the text of the one before is there', async () => {
  const { dictation, detector, speak, sent, sound, types, understood, texts } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(3);
  detector.says('end');
  speak(14);
  detector.says('start');
  speak(6);
  detector.says('end');
  expect(types()).toEqual(['speech-start', 'sound', 'speech-end']);
  understood(1, 'one');
  expect(sent[3]).toEqual({
    type: 'speech-start',
    utterance: 2,
    language: 'auto',
    likely: '',
    phrases: '',
    task: 'transcribe',
  });
  expect(sound().slice(3)).toEqual(Array.from({ length: 20 }, (_, at) => at + 4));
  expect(sent.at(-1)).toEqual({ type: 'speech-end', utterance: 2 });
  understood(2, 'two');
  expect(texts).toEqual(['one', 'two']);
});

test('hands-free: the button goes before the voice', async () => {
  const { dictation, detector, speak, types } = world();
  await dictation.setHandsFree(true);
  await dictation.press();
  detector.says('start');
  speak(3);
  detector.says('end');
  speak(3);
  expect(types()).toEqual(['speech-start', 'sound', 'sound']);
  dictation.release();
  vi.advanceTimersByTime(300);
  expect(types().at(-1)).toBe('speech-end');
  expect(detector.resets).toBe(1);
});

test('hands-free: what is said with the button held in a pause belongs to the sentence', async () => {
  const { dictation, detector, speak, sent, sound } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(3);
  detector.says('breath');
  detector.says('pause');
  speak(1);
  await dictation.press();
  detector.says('resume');
  speak(4);
  dictation.release();
  speak(7);
  expect(sound()).toHaveLength(15);
  expect(sent.at(-1)).toEqual({ type: 'speech-end', utterance: 1 });
});

test('hands-free off closes microphone and detector, and forgets half a sentence', async () => {
  const { dictation, detector, microphone, speak, types, phases } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(3);
  await dictation.setHandsFree(false);
  expect(types().at(-1)).toBe('speech-cancel');
  expect(microphone.closed).toBe(1);
  expect(detector.closed).toBe(1);
  expect(phases.at(-1)).toBe('idle');
});

test('says what is wrong with the microphone', async () => {
  const { dictation, microphone, problems, phases } = world();
  microphone.refusal = new DOMException('no', 'NotAllowedError');
  await dictation.press();
  microphone.refusal = new DOMException('no', 'NotFoundError');
  await dictation.setHandsFree(true);
  expect(problems).toEqual([
    { kind: 'device', device: 'denied' },
    { kind: 'device', device: 'missing' },
  ]);
  expect(dictation.handsFree).toBe(false);
  expect(phases.at(-1)).toBe('idle');
  vi.stubGlobal('isSecureContext', false);
  await dictation.press();
  expect(problems.at(-1)).toEqual({ kind: 'device', device: 'insecure' });
});

test('an unplugged microphone ends the sentence, and what was said counts', async () => {
  const { dictation, detector, microphone, speak, types, problems, understood, texts, phases } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(3);
  microphone.listener?.lost();
  expect(types().at(-1)).toBe('speech-end');
  expect(problems).toEqual([{ kind: 'lost' }]);
  expect(dictation.handsFree).toBe(false);
  understood(1, 'a fox');
  expect(texts).toEqual(['a fox']);
  expect(phases.at(-1)).toBe('idle');
});

test('a detector that does not load leaves the button', async () => {
  const { dictation, detector, problems, types, phases } = world();
  detector.refusal = new Error('404');
  await dictation.setHandsFree(true);
  expect(problems).toEqual([{ kind: 'detector' }]);
  expect(phases.at(-1)).toBe('idle');
  await dictation.press();
  expect(types()).toEqual(['speech-start']);
});

test('refusals of the server end the utterance and are told', async () => {
  const { dictation, speak, refused, problems, types, phases } = world();
  await dictation.press();
  speak(3);
  refused('speech-busy');
  speak(3);
  expect(types()).toEqual(['speech-start', 'sound']);
  expect(problems).toEqual([{ kind: 'refused', code: 'speech-busy', detail: 'No.' }]);
  expect(phases.at(-1)).toBe('idle');
});

test('without a connection it says so, in the middle of a sentence too', async () => {
  const { dictation, microphone, speak, problems, phases } = world();
  await dictation.press();
  speak(3);
  dictation.line.connectionLost();
  dictation.line.connectionLost();
  microphone.online = false;
  await dictation.press();
  expect(problems).toEqual([{ kind: 'offline' }, { kind: 'offline' }]);
  expect(phases.at(-1)).toBe('idle');
});

test('does not wait for ever, and says so when nothing was heard', async () => {
  const { dictation, speak, problems, types, understood } = world();
  await dictation.press();
  speak(3);
  dictation.release();
  vi.advanceTimersByTime(20_300);
  expect(types().at(-1)).toBe('speech-cancel');
  await dictation.press();
  dictation.release();
  vi.advanceTimersByTime(300);
  understood(2, ' ');
  expect(problems).toEqual([{ kind: 'no-answer' }, { kind: 'nothing-heard' }]);
});

test('says of a language that nobody expects which it is, hands-free too', async () => {
  const { dictation, detector, speak, problems, understood } = world();
  await dictation.setHandsFree(true);
  detector.says('start');
  speak(5);
  detector.says('end');
  understood(1, '');
  detector.says('start');
  speak(20);
  detector.says('end');
  understood(2, '', true, 'it');
  detector.says('start');
  speak(20);
  detector.says('end');
  understood(3, '', true, 'it');
  expect(problems).toEqual([{ kind: 'foreign', language: 'it' }]);
});

test('another microphone is taken at once while hands-free is on', async () => {
  const options = { microphone: 'one' };
  const { dictation, microphone, phases } = world(options);
  await dictation.setHandsFree(true);
  expect(microphone.asked).toBe('one');
  options.microphone = 'two';
  await dictation.changeMicrophone();
  expect(microphone).toMatchObject({ opened: 2, closed: 1, asked: 'two' });
  expect(phases.at(-1)).toBe('listening');
});
