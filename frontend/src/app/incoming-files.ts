import { mediaTypeOf } from '../engine/capture/media-type';
import { FIELDS } from './keys';

/** Who wants files that come by drag and drop or from the clipboard. */
export interface FileListenerPorts {
  /** Files hover over the page, or left it. */
  dragging(over: boolean): void;
  arrived(files: FileList): void;
}

/** The first image or video of several files, or the first of all: what it is not is said where it is opened. */
export function fileOf(files: FileList): File | undefined {
  const all = [...files];
  return all.find((file) => ['picture', 'video'].includes(mediaTypeOf(file))) ?? all[0];
}

/** Listens on the whole page. Returns what ends it. */
export function listenForFiles(ports: FileListenerPorts): () => void {
  const off = new AbortController();
  const { signal } = off;
  let depth = 0;
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  const enter = (change: number, event: DragEvent) => {
    if (carriesFiles(event)) {
      // Every element on the way reports entering and leaving; only the sum says whether the page is left.
      depth = Math.max(0, depth + change);
      ports.dragging(depth > 0);
    }
  };
  addEventListener(
    'dragenter',
    (event) => {
      enter(1, event);
    },
    { signal },
  );
  addEventListener(
    'dragleave',
    (event) => {
      enter(-1, event);
    },
    { signal },
  );
  addEventListener(
    'dragover',
    (event) => {
      if (carriesFiles(event)) {
        event.preventDefault();
      }
    },
    { signal },
  );
  addEventListener(
    'drop',
    (event) => {
      depth = 0;
      ports.dragging(false);
      if (event.dataTransfer && event.dataTransfer.files.length > 0) {
        event.preventDefault();
        ports.arrived(event.dataTransfer.files);
      }
    },
    { signal },
  );
  addEventListener(
    'paste',
    (event) => {
      const { clipboardData: data, target } = event;
      // Programs of an office add a picture of the text that is copied. Beside a file's name alone it is the file that is meant.
      const text = data?.types.includes('text/html') && target instanceof Element && target.matches(FIELDS);
      if (data && data.files.length > 0 && !text) {
        event.preventDefault();
        ports.arrived(data.files);
      }
    },
    { signal },
  );
  return () => {
    off.abort();
  };
}
