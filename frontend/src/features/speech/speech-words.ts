import type { DeviceProblem } from '../../engine/capture/capture-devices';
import type { DictationPhase, DictationProblem } from '../../engine/speech/dictation';

const DEVICE: Readonly<Record<DeviceProblem, string>> = {
  insecure:
    'Browsers give a microphone only to pages opened by https:// or on this very machine. Ask your teacher for the https address; typing works here all the same.',
  unsupported:
    'This browser has no microphone access. Open the page in a current Firefox, Chrome, Edge or Safari.',
  denied:
    'The microphone is not allowed. Click the microphone or lock sign beside the address, allow it for this page, and try again.',
  missing: 'No microphone was found. Plug one in, or switch it on, and try again.',
  busy: 'The microphone is busy: another program or tab seems to be using it.',
  unknown: 'The microphone could not be started. Try again; if it happens again, restart the browser.',
};

const REFUSED: Readonly<Record<string, string>> = {
  'speech-busy': 'Too many people are speaking at once. Please say it again.',
  'speech-unavailable': 'This server cannot understand speech. You can type instead.',
};

/** Explains in plain words why nothing was understood, and what to do. */
export function wordsOf(problem: DictationProblem): string {
  switch (problem.kind) {
    case 'device':
      return DEVICE[problem.device];
    case 'lost':
      return 'The microphone was unplugged, or taken away from this page.';
    case 'detector':
      return 'Hands-free could not be loaded. Hold the button to speak instead.';
    case 'offline':
      return 'There is no connection to the server at the moment. Please say it again when it is back.';
    case 'no-answer':
      return 'The server takes too long to understand. Please say it again.';
    case 'too-long':
      return 'That was the longest that can be said at once. What you said until then counts.';
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
