/** The server was reached, and no TLS came about; what is in the way is not known here. No byte of a request has left. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
}
