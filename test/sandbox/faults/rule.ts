/** `<t:Value Name="…">` of a MessageXml, such as BackOffMilliseconds or PolicyName. */
export type Values = Readonly<Record<string, string | number>>;

/** An error as a response message or a SOAP fault tells it; without a message the server's own words. */
export type FaultError = {
  code: string;
  message?: string;
  values?: Values;
  /** The field that is at fault, which MessageXml names: `calendar:StartTimeZone`, or the whole element of a path. */
  field?: string;
};

/** Pages that IIS and ASP.NET answer with; see pages.ts. */
export type PageName =
  | 'unavailable'
  | 'server-error'
  | 'generic-error'
  | 'owa'
  | 'unauthorised'
  | 'too-large-404'
  | 'too-large-413'
  | 'proxy-error';

/** How far an answer goes: bytes of its body, or a share of it (0 to 1, default one half). */
export type Reach = { bytes?: number; share?: number };

/**
 * What happens to one item of a batch. `done`: the server did it all the same. `stops`: what follows in the batch is not
 * processed; some codes do so by themselves.
 */
export type ItemEffect =
  | ({ kind: 'item-error'; done?: boolean; stops?: boolean } & FaultError)
  /** The exported stream has a bit turned over; its server says that all is well. */
  | { kind: 'corrupt-data' };

/** What happens to a whole request. `done`: the server did it all the same, which is not so by default. */
export type RequestEffect =
  /** Every response message carries the error. */
  | ({ kind: 'batch-error'; done?: boolean } & FaultError)
  | ({ kind: 'soap-fault'; status?: number; done?: boolean } & FaultError)
  | {
      kind: 'http';
      /** A ready page; status, headers and body of one's own go over it. */
      page?: PageName;
      status?: number;
      headers?: Record<string, string>;
      body?: string;
      done?: boolean;
    }
  /** The connection is reset: while the request comes in, before or after the operation, within the answer. */
  | ({ kind: 'reset'; at: 'upload' | 'before' | 'after' | 'within' } & Reach)
  /**
   * The answer is not whole. `length`: it ends before its Content-Length; `short-length`: cleanly, with the length of
   * what is there; `chunked`: without the last chunk; `chunked-end`: with it; `unclosed`: cleanly, but for the last tags.
   */
  | ({ kind: 'cut'; how: 'length' | 'short-length' | 'chunked' | 'chunked-end' | 'unclosed' } & Reach)
  /** The answer stops for a while; without `ms` until the client goes. */
  | ({ kind: 'stall'; ms?: number } & Reach)
  /** Content-Length is off by so many bytes. */
  | { kind: 'wrong-length'; by: number }
  /** An export's answer that stops in its data and says so at its end. */
  | ({ kind: 'truncated-data' } & Reach)
  /** 200 without a body, or a connection that is closed without a byte. */
  | { kind: 'empty'; how?: 'body' | 'connection' }
  /** The operation begins later. */
  | { kind: 'delay'; ms: number };

/** What happens to a connection before anything is read from it; a TLS server's handshake fails by it. */
export type ConnectionEffect = { kind: 'connection'; how: 'reset' | 'close' | 'silent' };

export type Effect = ItemEffect | RequestEffect | ConnectionEffect;

/** Which items: all that is named must hold. */
export type ItemMatch = {
  /** Text in the subject. */
  subject?: string;
  /** Beginning of the item class, such as `IPM.Appointment`. */
  itemClass?: string;
  /** Text of the item's id. */
  id?: string;
  /** Place in the batch, from 0. */
  index?: number;
  /** Text in what the request says of it, such as a marker. */
  text?: string;
  /** A property that the request sets: an element, or an extended property by tag, dispatch id or name. */
  property?: string;
};

/**
 * When which fault strikes. What matches is counted: requests for effects on requests, items for effects on items,
 * connections for effects on connections. Of all that matches it strikes all, the `nth`, each `every`th, or by chance;
 * never more than `times`, never after `forMs`.
 */
export type FaultRule = {
  /** Under which its hits are counted; by default the kind of the effect, with its code. */
  name?: string;
  operation?: string | readonly string[];
  /** Address of the mailbox that the request is about. */
  mailbox?: string;
  item?: ItemMatch;
  /** Of requests: the id of a folder that they name, or the name of one that they make or are about. */
  folder?: string;
  /** From 1. */
  nth?: number;
  every?: number;
  /** 0 to 1, by `seed`: the same row of requests meets the same faults. */
  chance?: number;
  seed?: number;
  times?: number;
  /** Milliseconds since the rule was added. */
  forMs?: number;
  effect: Effect;
};

const ITEM_KINDS: ReadonlySet<string> = new Set(['item-error', 'corrupt-data']);

export const isItemEffect = (effect: Effect): effect is ItemEffect => ITEM_KINDS.has(effect.kind);
export const isConnectionEffect = (effect: Effect): effect is ConnectionEffect => effect.kind === 'connection';
