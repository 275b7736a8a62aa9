import type { Splice } from '../xml/splice.ts';
import type { XmlElement } from '../xml/scan.ts';

/** What every layer between a call and the wire knows of the call. */
export type AnyCall = {
  /** The name of the operation's element, such as `GetItem`. */
  operation: string;
  /** Changes something in such a way that doing it twice would show. */
  mutates?: boolean;
  /** How many response messages its answer must contain, if the request itself does not show it. */
  count?: number;
  /** Any answer will do, even one without a result. */
  takesEmpty?: boolean;
  signal: AbortSignal;
};

/** The operation's element (`GetItemResponse`), complete. */
export type WholeReply = { response: XmlElement };

/** An answer of which one element's content is still arriving. */
export type StreamReply = {
  stream: Splice;
  /** Resolves when the stream is over, however it ended. Never rejects. */
  arrived: Promise<void>;
};

export type Reply = WholeReply | StreamReply;

/**
 * Sends a call and returns its answer. Throws FaultError. Each layer of a connection takes such a function and returns
 * one that does more: it keeps a deadline, waits for a turn, finds the version, insists.
 */
export type Send<C extends AnyCall, R extends Reply = WholeReply> = (call: C) => Promise<R>;
