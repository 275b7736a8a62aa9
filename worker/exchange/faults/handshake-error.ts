/** The server was reached, but TLS failed for a reason unknown here. No byte of a request was sent. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
}
