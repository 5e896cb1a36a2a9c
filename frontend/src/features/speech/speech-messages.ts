import type { DeviceProblem } from '../../engine/capture/capture-devices';
import type { DictationPhase, DictationProblem } from '../../engine/speech/dictation';

const DEVICE: Readonly<Record<DeviceProblem, string>> = {
  insecure:
    'Browsers allow the microphone only on pages opened with https:// or on this computer. Ask your teacher for the https address. Typing still works here.',
  unsupported:
    'This browser has no microphone access. Open the page in an up-to-date Firefox, Chrome, Edge or Safari.',
  denied:
    'The microphone is not allowed. Click the microphone or lock icon next to the address, allow it for this page, and try again.',
  missing: 'No microphone was found. Plug one in, or switch it on, and try again.',
  busy: 'The microphone is busy: another program or tab seems to be using it.',
  unknown: 'The microphone could not be started. Try again. If it happens again, restart the browser.',
};

const REFUSED: Readonly<Record<string, string>> = {
  'speech-busy': 'Too many people are speaking at the same time. Please say it again.',
  'speech-unavailable': 'This server cannot understand speech. You can type instead.',
};

/** What is asked where nobody is sure what was said. */
export const QUESTION = {
  one: 'Is this what you said?',
  several: 'Which one did you say?',
  none: 'Say it again',
} as const;

/** Explains in plain language why nothing was understood, and what to do. */
export function messageFor(problem: DictationProblem): string {
  switch (problem.kind) {
    case 'device':
      return DEVICE[problem.device];
    case 'lost':
      return 'The microphone was unplugged, or this page may no longer use it.';
    case 'detector':
      return 'Hands-free could not be loaded. Hold the button to speak instead.';
    case 'offline':
      return 'You are not connected to the server. Please say it again when you are.';
    case 'no-answer':
      return 'The server is taking too long. Please say it again.';
    case 'too-long':
      return 'You reached the time limit. What you said until then is used.';
    case 'nothing-heard':
      return 'Nothing was heard. Hold the button while you speak, and come closer to the microphone.';
    case 'refused':
      return REFUSED[problem.code] ?? problem.detail;
  }
}

/** What stands in the place of the prompt meanwhile; undefined: the prompt. */
export function hintOf(phase: DictationPhase, partial: string, handsFree: boolean): string | undefined {
  switch (phase) {
    case 'idle':
    case 'listening':
      return undefined;
    case 'opening':
      return handsFree ? 'Getting ready to listen …' : 'Opening the microphone …';
    case 'speaking':
      return partial === '' ? 'Listening …' : `${partial} …`;
    case 'transcribing':
      return partial === '' ? 'Understanding …' : `${partial} …`;
  }
}
