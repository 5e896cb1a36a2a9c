import { t } from './texts.svelte';

/** What a student is called who has given no name. */
export function nameOf({
  name,
  seat,
}: {
  readonly name?: string | undefined;
  readonly seat: number;
}): string {
  return name === undefined || name === '' ? t('classroom.student', { seat }) : name;
}
