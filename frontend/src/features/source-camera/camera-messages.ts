import type { DeviceProblem } from '../../engine/capture/capture-devices';

/** What a person is told, and whether trying again can help. */
export interface ProblemMessage {
  readonly title: string;
  readonly text: string;
  readonly retry: boolean;
}

/** Explains why there is no camera picture, and what to do. */
export function messageFor(problem: DeviceProblem): ProblemMessage {
  switch (problem) {
    case 'insecure':
      return {
        title: 'The camera needs a secure page',
        text: 'Browsers allow the camera only on pages opened with https:// or on this computer (http://localhost). Ask your teacher for the https address. Drawing and images still work here.',
        retry: false,
      };
    case 'unsupported':
      return {
        title: 'This browser has no camera access',
        text: 'Open the page in an up-to-date Firefox, Chrome, Edge or Safari. Drawing and images still work here.',
        retry: false,
      };
    case 'denied':
      return {
        title: 'The camera is not allowed',
        text: 'Click the camera or lock icon next to the address, allow the camera for this page, and try again. Until then you can draw.',
        retry: true,
      };
    case 'missing':
      return {
        title: 'No camera was found',
        text: 'Plug one in, or switch it on if your computer has a switch or a key for it, and try again.',
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
        text: 'Try again. If it happens again, restart the browser.',
        retry: true,
      };
  }
}
