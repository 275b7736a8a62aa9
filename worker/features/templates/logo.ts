import type { LOGO_TYPES } from './table.ts';

export type LogoType = (typeof LOGO_TYPES)[number];

/** Of the file. */
export const LOGO_BYTES_LIMIT = 200 * 1024;
const LARGEST_SIDE = 2000;

type Size = { width: number; height: number };
export type Logo = { type: LogoType } & Size;

function startsWith(bytes: Uint8Array, ...head: number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

/** JPEG: segments, each with its length, until one that begins a frame (SOF0 to SOF15, less DHT, JPG and DAC). */
function jpegSize(view: DataView): Size | undefined {
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const length = view.getUint16(at + 2);
    if (length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}

/** What a picture is by its bytes, whatever it is called; undefined for anything but PNG, JPEG and GIF. */
function readPicture(bytes: Uint8Array): Logo | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24) return undefined;
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))
    return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
  if (startsWith(bytes, 0x47, 0x49, 0x46, 0x38))
    return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
  const size = startsWith(bytes, 0xff, 0xd8, 0xff) ? jpegSize(view) : undefined;
  return size && { type: 'image/jpeg', ...size };
}

/** The logo in a file, or why it is none, for people. Vector pictures can hold scripts, so only raster ones are taken. */
export function readLogo(bytes: Uint8Array): Logo | string {
  if (bytes.length > LOGO_BYTES_LIMIT) return 'The logo is larger than 200 KB.';
  const picture = readPicture(bytes);
  if (!picture) return 'A logo must be a PNG, JPEG or GIF picture.';
  const { width, height } = picture;
  if (width === 0 || height === 0) return 'The logo has no size.';
  return width > LARGEST_SIDE || height > LARGEST_SIDE
    ? `The logo is ${width} × ${height} pixels. It can have at most ${LARGEST_SIDE} on each side.`
    : picture;
}
