/** The pictures of a binary message of a classroom, by seats. */
export interface RoomPictures {
  /** Whether these are large pictures and not thumbnails. */
  readonly large: boolean;
  readonly pictures: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
}

/** A binary message does not have the agreed shape. */
export class PictureFormatError extends Error {
  override readonly name = 'PictureFormatError';
}

const VERSION = 1;
const THUMBNAILS = 1;
const LARGE = 2;
const HEADER_BYTES = 4;
const ENTRY_BYTES = 8;

/**
 * Reads a binary message: version, kind and count, then for each picture its seat, its length and the JPEG; all in network
 * byte order.
 *
 * @throws PictureFormatError for another version or kind, or a length beyond the end
 */
export function decodePictures(message: ArrayBuffer): RoomPictures {
  const view = new DataView(message);
  if (view.byteLength < HEADER_BYTES || view.getUint8(0) !== VERSION) {
    throw new PictureFormatError('not version 1');
  }
  const kind = view.getUint8(1);
  if (kind !== THUMBNAILS && kind !== LARGE) {
    throw new PictureFormatError(`kind ${kind}`);
  }
  const pictures = new Map<number, Uint8Array<ArrayBuffer>>();
  let at = HEADER_BYTES;
  for (let count = view.getUint16(2); count > 0; count -= 1) {
    if (at + ENTRY_BYTES > view.byteLength) {
      throw new PictureFormatError('cut off');
    }
    const seat = view.getUint32(at);
    const length = view.getUint32(at + 4);
    at += ENTRY_BYTES;
    if (at + length > view.byteLength) {
      throw new PictureFormatError('cut off');
    }
    pictures.set(seat, new Uint8Array(message, at, length));
    at += length;
  }
  return { large: kind === LARGE, pictures };
}
