/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How a picture of another aspect is fitted: `crop` cuts its edges off, `letterbox` keeps all of it. */
export type Fit = 'crop' | 'letterbox';

/** Which part of a picture is sent, and how large. */
export interface Fitted extends Size {
  /** Top left corner and size of the part, in pixels of the picture. */
  readonly sourceX: number;
  readonly sourceY: number;
  readonly sourceWidth: number;
  readonly sourceHeight: number;
}

/**
 * Chooses what to send of a picture so that no byte is wasted: cropping happens here rather than on the server,
 * larger pictures are made smaller, smaller ones are never made larger. Bars of a letterbox are left to the server.
 */
export function fitPicture(picture: Size, target: Size, fit: Fit): Fitted {
  if (fit === 'letterbox') {
    const scale = Math.min(1, target.width / picture.width, target.height / picture.height);
    return {
      sourceX: 0,
      sourceY: 0,
      sourceWidth: picture.width,
      sourceHeight: picture.height,
      width: Math.max(1, Math.round(picture.width * scale)),
      height: Math.max(1, Math.round(picture.height * scale)),
    };
  }
  const cut = Math.min(picture.width / target.width, picture.height / target.height);
  const sourceWidth = target.width * cut;
  const sourceHeight = target.height * cut;
  const scale = Math.min(1, 1 / cut);
  return {
    sourceX: (picture.width - sourceWidth) / 2,
    sourceY: (picture.height - sourceHeight) / 2,
    sourceWidth,
    sourceHeight,
    width: Math.max(1, Math.round(sourceWidth * scale)),
    height: Math.max(1, Math.round(sourceHeight * scale)),
  };
}
