import { type Command, commandOf } from '../features/shortcuts/shortcuts';

/** Where text is typed. */
export const FIELDS =
  'textarea, select, [contenteditable], input:not([type="range"], [type="checkbox"], [type="radio"])';

/** Listens for shortcuts anywhere on the page. Returns what ends it. */
export function listenForKeys(singleKeys: () => boolean, obey: (command: Command) => void): () => void {
  const listener = (event: KeyboardEvent) => {
    const typing = event.target instanceof Element && event.target.matches(FIELDS);
    const command =
      event.repeat || event.defaultPrevented ? undefined : commandOf(event, typing, singleKeys());
    if (command) {
      event.preventDefault();
      obey(command);
    }
  };
  addEventListener('keydown', listener);
  return () => {
    removeEventListener('keydown', listener);
  };
}
