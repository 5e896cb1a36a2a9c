import type { Control } from '../../engine/settings/schema';
import { fractionDigits, type ValueProblem } from '../../engine/settings/validation';
import { formatNumber } from '../../i18n/formats';
import { fromServer, t, textIfThere } from '../../i18n/texts.svelte';

/** One or two sentences for the curious; may be empty. */
export function descriptionOf({ name, description }: Control): string {
  return fromServer(`settings.${name}.description`, description);
}

/** A heading over settings; a group that the page does not know keeps its own name. */
export function groupTitle(id: string): string {
  return textIfThere(`controls.groups.${id}`) ?? id.charAt(0).toUpperCase() + id.slice(1);
}

/** A value beside its slider, with as many digits as the slider's steps have. */
export function shownNumber({ step }: Extract<Control, { kind: 'range' }>, value: number): string {
  const digits = fractionDigits(step);
  return formatNumber(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** What is wrong with a value. */
export function problemText(problem: ValueProblem): string {
  switch (problem.kind) {
    case 'no-number':
      return t('controls.number');
    case 'no-whole-number':
      return t('controls.wholeNumber');
    case 'outside':
      return t('controls.outside', { min: formatNumber(problem.min), max: formatNumber(problem.max) });
    case 'unlisted':
      return t('controls.unlisted');
    case 'too-long':
      return t('controls.tooLong', { max: problem.maxLength });
  }
}
