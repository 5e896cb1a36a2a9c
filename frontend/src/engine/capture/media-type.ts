/** What a file is, as far as its name, its MIME type and its first bytes tell. */
export type MediaType = 'video' | 'sound' | 'picture' | 'unknown';

const ENDINGS: readonly (readonly [MediaType, RegExp])[] = [
  ['video', /\.(mp4|m4v|mov|webm|mkv|avi|ogv|mpe?g|3gp|wmv)$/i],
  ['sound', /\.(mp3|wav|m4a|ogg|oga|opus|flac|aac)$/i],
  ['picture', /\.(jpe?g|png|gif|webp|avif|bmp|ico|svg|hei[cf]|tiff?)$/i],
];

/** Many programs hand over files without a MIME type: then the ending of the name counts. */
export function mediaTypeOf(file: Pick<File, 'name' | 'type'>): MediaType {
  if (file.type.startsWith('video/')) {
    return 'video';
  }
  if (file.type.startsWith('image/')) {
    return 'picture';
  }
  if (file.type.startsWith('audio/')) {
    return 'sound';
  }
  return ENDINGS.find(([, ending]) => ending.test(file.name))?.[0] ?? 'unknown';
}

/** Bytes at each end of a file that are searched: a film's description stands at its beginning or at its end. */
const SEARCHED_BYTES = 512 * 1024;

/** Codes of four characters that name how a film is encoded, and what people call it. */
const CODECS: Readonly<Record<string, string>> = {
  hvc1: 'HEVC (H.265)',
  hev1: 'HEVC (H.265)',
  dvh1: 'Dolby Vision',
  dvhe: 'Dolby Vision',
  XVID: 'Xvid',
  xvid: 'Xvid',
  DIVX: 'DivX',
  DX50: 'DivX',
  mp4v: 'MPEG-4 Part 2',
  mp2v: 'MPEG-2',
  WMV3: 'Windows Media Video',
  WVC1: 'Windows Media Video',
  apch: 'ProRes',
  apcn: 'ProRes',
  apcs: 'ProRes',
  ap4h: 'ProRes',
  MJPG: 'Motion JPEG',
  'V_MPEGH/ISO/HEVC': 'HEVC (H.265)',
  'V_MPEG4/ISO/ASP': 'MPEG-4 Part 2',
  V_MPEG2: 'MPEG-2',
};

/** The name of a film's codec, where its bytes name one that browsers often lack; undefined otherwise. */
export async function codecOf(file: Blob): Promise<string | undefined> {
  const ends = [file.slice(0, SEARCHED_BYTES), file.slice(-SEARCHED_BYTES)];
  const decoder = new TextDecoder('latin1');
  for (const end of ends) {
    const text = decoder.decode(await end.arrayBuffer());
    const code = Object.keys(CODECS).find((each) => text.includes(each));
    if (code !== undefined) {
      return CODECS[code];
    }
  }
  return undefined;
}
