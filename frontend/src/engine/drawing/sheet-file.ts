import * as v from 'valibot';
import { finiteNumber, read } from '../reading';
import { FIGURES } from './figures';
import { LAYERS } from './operations';
import { type SheetContent, withUsedImages } from './sheet-content';

/** Bytes of the largest file that is opened. */
const MOST_BYTES = 48 * 1024 * 1024;
const MOST_OPERATIONS = 20_000;
/** A pen that tells its place 240 times a second, and is not lifted for a quarter of an hour. */
const MOST_POINTS = 250_000;
const MOST_IMAGES = 50;
const MOST_PROMPT = 2_000;

const colourSchema = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i));
/** Who draws on a small sheet gets as far as the next screen. */
const placeSchema = v.pipe(finiteNumber, v.minValue(-100_000), v.maxValue(100_000));
const sideSchema = v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(4096));
const sizeSchema = v.pipe(finiteNumber, v.minValue(0.5), v.maxValue(500));
const cornerSchema = v.tuple([placeSchema, placeSchema]);
/** Files from before there were layers name none. */
const layer = v.optional(v.picklist(LAYERS));
const operationSchema = v.variant('kind', [
  v.object({
    kind: v.literal('stroke'),
    layer,
    tool: v.picklist(['pen', 'eraser']),
    points: v.pipe(
      v.array(v.tuple([placeSchema, placeSchema, v.pipe(finiteNumber, v.minValue(0), v.maxValue(1))])),
      v.minLength(1),
      v.maxLength(MOST_POINTS),
    ),
    colour: colourSchema,
    size: sizeSchema,
    simulatePressure: v.boolean(),
  }),
  v.object({
    kind: v.literal('fill'),
    layer,
    x: placeSchema,
    y: placeSchema,
    colour: colourSchema,
    gap: v.optional(v.pipe(finiteNumber, v.minValue(0), v.maxValue(100))),
  }),
  v.object({
    kind: v.literal('figure'),
    layer,
    figure: v.picklist(FIGURES),
    from: cornerSchema,
    to: cornerSchema,
    colour: colourSchema,
    size: sizeSchema,
  }),
  v.object({ kind: v.literal('visibility'), layer: v.picklist(LAYERS), shown: v.boolean() }),
  v.object({
    kind: v.literal('underlay'),
    image: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_IMAGES - 1))),
  }),
  v.object({ kind: v.literal('clear') }),
]);
const operationsSchema = v.pipe(v.array(operationSchema), v.maxLength(MOST_OPERATIONS));
/** Files of version 1 have neither layers nor figures. */
const VERSIONS = [1, 2] as const;
const fileSchema = v.object({
  format: v.literal('speakdraw-sheet'),
  version: v.picklist(VERSIONS),
  prompt: v.pipe(v.string(), v.maxLength(MOST_PROMPT)),
  width: sideSchema,
  height: sideSchema,
  done: operationsSchema,
  undone: operationsSchema,
  images: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$/))),
    v.maxLength(MOST_IMAGES),
  ),
});

/** Why a file is no sheet. */
export class SheetFileError extends Error {
  override readonly name = 'SheetFileError';

  constructor(readonly code: 'sheet-too-large' | 'sheet-unreadable') {
    super(code);
  }
}

/** A sheet and its prompt, as they travel in a file. */
export interface SheetFile {
  readonly content: SheetContent;
  readonly prompt: string;
}

/** Writes a sheet into a file: lines, areas and images one by one, so that all of it can be undone elsewhere too. */
export async function writeSheetFile({ content, prompt }: SheetFile): Promise<Blob> {
  const { width, height, done, undone, images } = withUsedImages(content);
  const text = JSON.stringify({
    format: 'speakdraw-sheet',
    version: VERSIONS.at(-1),
    prompt,
    width,
    height,
    done,
    undone,
    images: await Promise.all(images.map(dataAddressOf)),
  });
  return new Blob([text], { type: 'application/json' });
}

/**
 * Reads what {@link writeSheetFile} wrote, or what claims to be.
 *
 * @throws SheetFileError when it is too large, or nothing that was written so
 */
export async function readSheetFile(file: Blob): Promise<SheetFile> {
  if (file.size > MOST_BYTES) {
    throw new SheetFileError('sheet-too-large');
  }
  try {
    const { prompt, images, done, undone, width, height } = read(
      fileSchema,
      JSON.parse(await file.text()),
      'sheet',
    );
    const underlays = [...done, ...undone].map((each) =>
      each.kind === 'underlay' ? (each.image ?? -1) : -1,
    );
    if (underlays.some((image) => image >= images.length)) {
      throw new Error('an image is missing');
    }
    const blobs = images.map(blobOf);
    const named = (operation: (typeof done)[number]) =>
      operation.kind === 'underlay' ? { kind: operation.kind, image: operation.image } : operation;
    return {
      prompt,
      content: { width, height, done: done.map(named), undone: undone.map(named), images: blobs },
    };
  } catch {
    throw new SheetFileError('sheet-unreadable');
  }
}

function dataAddressOf(image: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(typeof reader.result === 'string' ? reader.result : '');
    };
    reader.onerror = () => {
      reject(new Error('an image of the sheet cannot be read'));
    };
    reader.readAsDataURL(image);
  });
}

function blobOf(address: string): Blob {
  const comma = address.indexOf(',');
  const bytes = Uint8Array.from(atob(address.slice(comma + 1)), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: address.slice('data:'.length, address.indexOf(';')) });
}
