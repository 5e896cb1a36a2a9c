/**
 * The binary messages of the wire: a fixed 16-byte header in network byte order, then one JPEG, or sound.
 *
 * | offset | size | field |
 * | --- | --- | --- |
 * | 0 | 1 | version |
 * | 1 | 1 | kind |
 * | 2 | 2 | source, unsigned |
 * | 4 | 4 | sequence, unsigned |
 * | 8 | 8 | capture time, microseconds of the sender's clock |
 */

/** Size of the header in bytes. */
export const HEADER_BYTES = 16;

/** The one version this page speaks. */
export const HEADER_VERSION = 1;

/** What a binary message holds: 1 a picture to repaint, 2 a repainted one, 3 speech. */
export type FrameKind = 1 | 2 | 3;

/** A picture on its way to the engine. */
export const INPUT_PICTURE: FrameKind & 1 = 1;

/** A repainted picture. */
export const OUTPUT_PICTURE: FrameKind & 2 = 2;

/** Speech on its way to the server: signed 16-bit little-endian samples at 16 kHz, one channel. */
export const SPEECH: FrameKind & 3 = 3;

/** What the 16 bytes say. */
export interface FrameHeader {
  readonly kind: FrameKind;
  /** 0 to 65535: another number whenever input pictures come from elsewhere; 0 for all else. */
  readonly source: number;
  /** 0 to 4294967295; rises with every input picture or piece of speech, an output picture carries that of its input. */
  readonly sequence: number;
  /** Whole microseconds, 0 to 2^53 - 1; only meaningful to the clock that made it. */
  readonly captureTime: number;
}

/** A header and the JPEG behind it. The bytes are a view, not a copy. */
export interface Frame {
  readonly header: FrameHeader;
  readonly jpeg: Uint8Array<ArrayBuffer>;
}

/** A binary message that cannot be read; the message says which field and why. */
export class FrameFormatError extends Error {
  override readonly name = 'FrameFormatError';
}

/**
 * Writes the 16 bytes of a header.
 *
 * @throws FrameFormatError when source, sequence or capture time are out of range.
 */
export function encodeHeader(header: FrameHeader): Uint8Array<ArrayBuffer> {
  if (!Number.isInteger(header.source) || header.source < 0 || header.source > 0xffff) {
    throw new FrameFormatError(`source ${header.source} is not within 0 and 65535`);
  }
  if (!Number.isInteger(header.sequence) || header.sequence < 0 || header.sequence > 0xffffffff) {
    throw new FrameFormatError(`sequence ${header.sequence} is not within 0 and 4294967295`);
  }
  if (!Number.isSafeInteger(header.captureTime) || header.captureTime < 0) {
    throw new FrameFormatError(`capture time ${header.captureTime} is not a whole number of microseconds`);
  }
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, HEADER_VERSION);
  view.setUint8(1, header.kind);
  view.setUint16(2, header.source);
  view.setUint32(4, header.sequence);
  view.setBigUint64(8, BigInt(header.captureTime));
  return bytes;
}

/**
 * Reads a binary message.
 *
 * @throws FrameFormatError when it is too short, of another version or of an unknown kind.
 */
export function decodeFrame(message: ArrayBuffer): Frame {
  if (message.byteLength < HEADER_BYTES) {
    throw new FrameFormatError(`${message.byteLength} bytes are fewer than the ${HEADER_BYTES} of a header`);
  }
  const view = new DataView(message);
  const version = view.getUint8(0);
  if (version !== HEADER_VERSION) {
    throw new FrameFormatError(`version ${version} is not ${HEADER_VERSION}`);
  }
  const kind = view.getUint8(1);
  if (kind !== INPUT_PICTURE && kind !== OUTPUT_PICTURE && kind !== SPEECH) {
    throw new FrameFormatError(`kind ${kind} is neither 1 (input), 2 (output) nor 3 (speech)`);
  }
  const captureTime = Number(view.getBigUint64(8));
  if (!Number.isSafeInteger(captureTime)) {
    throw new FrameFormatError(`capture time ${captureTime} is beyond 2^53 - 1`);
  }
  return {
    header: { kind, source: view.getUint16(2), sequence: view.getUint32(4), captureTime },
    jpeg: new Uint8Array(message, HEADER_BYTES),
  };
}
