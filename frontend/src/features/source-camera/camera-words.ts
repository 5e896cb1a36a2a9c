import type { DeviceProblem } from '../../engine/capture/capture-devices';

/** What a person is told, and whether trying again can help. */
export interface ProblemWords {
  readonly title: string;
  readonly text: string;
  readonly retry: boolean;
}

/** Explains why there is no camera picture, and what to do. */
export function wordsOf(problem: DeviceProblem): ProblemWords {
  switch (problem) {
    case 'insecure':
      return {
        title: 'The camera needs a secure page',
        text: 'Browsers give a camera only to pages opened by https:// or on this very machine (http://localhost). Ask your teacher for the https address. Drawing and images work here all the same.',
        retry: false,
      };
    case 'unsupported':
      return {
        title: 'This browser has no camera access',
        text: 'Open the page in a current Firefox, Chrome, Edge or Safari. Drawing and images work here all the same.',
        retry: false,
      };
    case 'denied':
      return {
        title: 'The camera is not allowed',
        text: 'Click the camera or lock sign beside the address, allow the camera for this page, and try again. You can draw meanwhile.',
        retry: true,
      };
    case 'missing':
      return {
        title: 'No camera was found',
        text: 'Plug one in, or switch it on where the machine has a slider or a key for it, and try again.',
        retry: true,
      };
    case 'busy':
      return {
        title: 'The camera is busy',
        text: 'Another program or tab seems to be using it. Close video calls and try again.',
        retry: true,
      };
    case 'unknown':
      return {
        title: 'The camera could not be started',
        text: 'Try again; if it happens again, restart the browser.',
        retry: true,
      };
  }
}
