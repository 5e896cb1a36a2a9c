import type { DictationPhase, DictationProblem } from '../../engine/speech/dictation';
import { fromServer, language, t } from '../../i18n/texts.svelte';
import { languageName } from './language-names';

/** Explains in plain language why nothing was understood, and what to do. */
export function messageFor(problem: DictationProblem): string {
  switch (problem.kind) {
    case 'device':
      return t(`speech.devices.${problem.device}`);
    case 'lost':
      return t('speech.lost');
    case 'detector':
      return t('speech.detector');
    case 'offline':
      return t('speech.offline');
    case 'no-answer':
      return t('speech.noAnswer');
    case 'too-long':
      return t('speech.tooLong');
    case 'nothing-heard':
      return t('speech.nothingHeard');
    case 'foreign':
      return t('speech.foreign', { language: languageName(problem.language, language()) });
    case 'refused':
      return refusalText(problem.code, problem.detail);
  }
}

function refusalText(code: string, detail: string): string {
  switch (code) {
    case 'speech-busy':
    case 'speech-unavailable':
      return t(`speech.refused.${code}`);
    default:
      return fromServer(`problems.${code}`, detail);
  }
}

/** What stands in the place of the prompt meanwhile; undefined: the prompt. */
export function hintOf(phase: DictationPhase, partial: string, handsFree: boolean): string | undefined {
  switch (phase) {
    case 'idle':
    case 'listening':
      return undefined;
    case 'opening':
      return handsFree ? t('speech.ready') : t('speech.opening');
    case 'speaking':
      return partial === '' ? t('speech.listening') : `${partial} …`;
    case 'transcribing':
      return partial === '' ? t('speech.understanding') : `${partial} …`;
  }
}
