import type { Line } from '../../../lib/tls-facts.ts';

/** A connection that carries bytes both ways; plain or within TLS, that is the opener's affair. */
export type ByteSocket = {
  /** What the gateway reports about it; absent for the platform's own connections. */
  line?: Line;
  /**
   * Fills the front of `view` with at least `min` bytes, unless the other side ends before; gives the filled part,
   * at the same offset of the same memory (whose buffer may have become another object), or undefined at the end.
   * Rejects when the connection broke or was closed.
   */
  read(view: Uint8Array, min: number): Promise<Uint8Array | undefined>;
  /** Resolves when the bytes have been taken off and their memory may be used again; never waits for an answer. */
  write(bytes: Uint8Array): Promise<void>;
  /** Drops the connection at once, also what was not written yet. What is pending rejects. */
  close(): void;
};

/**
 * Connects to the host and port of an address, within TLS for https. Rejects with an error whose message names
 * `connect()`, and only then: no byte of a request has left.
 */
export type OpenSocket = (url: URL, signal: AbortSignal) => Promise<ByteSocket>;
