import { t } from './texts.svelte';

/** `You are 3rd in line.` */
export function queueTitle(position: number): string {
  return position === 1 ? t('queue.next') : t('queue.place', { count: position, ordinal: true });
}
