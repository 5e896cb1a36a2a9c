import { withText } from './png-text';

/** Where a saved picture shows that AI made it. */
export const BADGE_CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
export type BadgeCorner = (typeof BADGE_CORNERS)[number];

/** The same packet as the server's (`AiMark`): XMP with IPTC's digital source type. */
const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/">' +
  '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  '<rdf:Description rdf:about="" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" ' +
  'e:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>' +
  '</rdf:RDF></x:xmpmeta>';

/** A PNG that tells programs that AI made it. */
export function markedPng(png: Uint8Array): Uint8Array<ArrayBuffer> {
  return withText(png, 'XML:com.adobe.xmp', XMP);
}

/** Of the shorter side; never smaller than can be read. */
const HEIGHT = 0.07;
const MIN_HEIGHT = 12;

/** Where the badge is on a picture of that size, in pixels. */
export function badgeBox(width: number, height: number, corner: BadgeCorner) {
  const tall = Math.max(MIN_HEIGHT, Math.round(HEIGHT * Math.min(width, height)));
  const wide = Math.round(1.5 * tall);
  const margin = Math.round(tall / 3);
  return {
    x: corner.endsWith('left') ? margin : Math.max(0, width - margin - wide),
    y: corner.startsWith('top') ? margin : Math.max(0, height - margin - tall),
    width: wide,
    height: tall,
  };
}

/** Writes "AI" into a corner of what is on a canvas. */
export function drawBadge(context: CanvasRenderingContext2D, corner: BadgeCorner): void {
  const { x, y, width, height } = badgeBox(context.canvas.width, context.canvas.height, corner);
  context.fillStyle = '#181818';
  context.fillRect(x, y, width, height);
  context.fillStyle = '#fff';
  context.font = `600 ${Math.round(0.75 * height)}px sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText('AI', x + width / 2, y + height / 2);
}
