/** What the pictures of a message are, by the numbers on the wire. */
const KINDS = {
  1: 'thumbnail',
  2: 'large',
  /** The one that everybody is to see. */
  3: 'spotlight',
  /** From the teacher, to draw on. */
  4: 'underlay',
  /** From the teacher, to be repainted. */
  5: 'image',
  /** What the picture that everybody is to see was made from. */
  6: 'input',
} as const;

/** What a picture is. */
export type PictureKind = (typeof KINDS)[keyof typeof KINDS];

/** The pictures of a binary message of a classroom, by seats. */
export interface RoomPictures {
  readonly kind: PictureKind;
  readonly pictures: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
}

/** A binary message does not have the agreed shape. */
export class PictureFormatError extends Error {
  override readonly name = 'PictureFormatError';
}

const VERSION = 1;
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
  const code = view.getUint8(1);
  const kind: PictureKind | undefined = (KINDS as Readonly<Record<number, PictureKind>>)[code];
  if (kind === undefined) {
    throw new PictureFormatError(`kind ${code}`);
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
  return { kind, pictures };
}
