import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The forms in which a text may be in a file: plain, in UTF-16, in hex, and in Base64 and base64url wherever in a longer text it
 * begins. `text` is ASCII, so that no escape of JSON, URLs or HTML changes it.
 */
function formsOf(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    // Characters that also encode bytes beside the text differ from case to case.
    const from = Math.ceil((before * 4) / 3);
    return encoded.slice(from, Math.floor(((before + bytes.length) * 8) / 6));
  });
  return [
    bytes,
    Buffer.from(text, 'utf16le'),
    Buffer.from(bytes.toString('hex')),
    ...base64.flatMap((each) => [Buffer.from(each), Buffer.from(each.replaceAll('+', '-').replaceAll('/', '_'))]),
  ];
}

/** Every file below a folder, with what is in it. */
export function filesBelow(folder: string): { name: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ name, bytes: readFileSync(name) }));
}

/** In which of these places a text stands, in any of its forms. */
export function tracesOf(text: string, places: readonly { name: string; bytes: Buffer }[]): string[] {
  const forms = formsOf(text);
  return places.filter(({ bytes }) => forms.some((form) => bytes.includes(form))).map(({ name }) => name);
}
