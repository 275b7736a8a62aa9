import { createHead } from './mime-head.ts';

/** Transport headers of a message: regenerated MIME does not have them. */
const WAY = /^(?:received|dkim-signature)[ \t]*:/im;

/**
 * Whether MIME (base64) has the headers of a message's way, of which `declared` is the server's own record; undefined where
 * the record has none.
 */
export function keepsWay(content: Uint8Array, declared: string | undefined): boolean | undefined {
  if (declared === undefined || !WAY.test(declared)) return undefined;
  const head = createHead();
  head.add(content);
  const header = head.header()?.header;
  return header && WAY.test(new TextDecoder('latin1').decode(header));
}
