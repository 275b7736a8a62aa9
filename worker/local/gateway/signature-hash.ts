/** A hash that a certificate can be signed with. */
export type SignatureHash = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

const SEQUENCE = 0x30;
const OBJECT_ID = 0x06;
/** `[0] EXPLICIT`, in which the parameters of RSASSA-PSS name their hash (RFC 4055, 3.1). */
const FIRST_PARAMETER = 0xa0;
const RSASSA_PSS = '2a864886f70d01010a';

/** Contents of object identifiers, in hex (RFC 3279, RFC 4055, RFC 5758, and X9.57's). */
const BY_SIGNATURE: Readonly<Record<string, SignatureHash>> = {
  '2a864886f70d010104': 'md5',
  '2a864886f70d010105': 'sha1',
  '2b0e03021d': 'sha1',
  '2a864886f70d01010e': 'sha224',
  '2a864886f70d01010b': 'sha256',
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
  '2a8648ce3d0401': 'sha1',
  '2a8648ce3d040301': 'sha224',
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
  '2a8648ce380403': 'sha1',
  '608648016503040302': 'sha256',
};
const BY_HASH: Readonly<Record<string, SignatureHash>> = {
  '2b0e03021a': 'sha1',
  '608648016503040204': 'sha224',
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
};

type Element = { tag: number; /** Of its contents. */ start: number; end: number };

/**
 * The hash that a certificate (DER) is signed with; undefined where the signature has none of its own, as Ed25519, or an
 * unknown one. Node 22 does not say it.
 */
export function signatureHash(der: Uint8Array): SignatureHash | undefined {
  const certificate = elementAt(der, 0, der.length);
  const signed = certificate && elementAt(der, certificate.start, certificate.end);
  const algorithm = signed && elementAt(der, signed.end, certificate.end);
  if (algorithm?.tag !== SEQUENCE) return undefined;
  const id = elementAt(der, algorithm.start, algorithm.end);
  const name = objectId(der, id);
  if (name === undefined) return undefined;
  return name === RSASSA_PSS ? pssHash(der, elementAt(der, id!.end, algorithm.end)) : BY_SIGNATURE[name];
}

function pssHash(der: Uint8Array, parameters: Element | undefined): SignatureHash | undefined {
  const first = parameters && elementAt(der, parameters.start, parameters.end);
  if (first?.tag !== FIRST_PARAMETER) return 'sha1';
  const algorithm = elementAt(der, first.start, first.end);
  const name = algorithm && objectId(der, elementAt(der, algorithm.start, algorithm.end));
  return name === undefined ? undefined : BY_HASH[name];
}

function objectId(der: Uint8Array, element: Element | undefined): string | undefined {
  if (element?.tag !== OBJECT_ID) return undefined;
  return Buffer.from(der.subarray(element.start, element.end)).toString('hex');
}

/** The element of DER that starts at an offset; undefined where it does not fit before `limit`. */
function elementAt(der: Uint8Array, offset: number, limit: number): Element | undefined {
  if (offset + 2 > limit) return undefined;
  const tag = der[offset]!;
  let length = der[offset + 1]!;
  let start = offset + 2;
  if (length > 0x80) {
    const bytes = length - 0x80;
    if (bytes > 3 || start + bytes > limit) return undefined;
    length = 0;
    for (const byte of der.subarray(start, start + bytes)) length = length * 256 + byte;
    start += bytes;
  }
  return start + length > limit ? undefined : { tag, start, end: start + length };
}
