import { setImmediate } from 'node:timers/promises';
import { EwsError } from './errors.ts';
import { StreamError } from '../items/export-stream.ts';
import { SchemaError } from '../schema/schema-error.ts';
import type { Context } from '../side.ts';
import type { Node, Xml } from '../xml/node.ts';
import type { Answer } from './reply-xml.ts';

/** One response message: what follows the response code, or the error. */
export type Reply = { body?: Xml; error?: EwsError; warning?: EwsError };

/** One EWS operation; a file each. */
export type Operation = {
  name: string;
  /** Schema level that has it first. */
  since: number;
  /** What the schema wants in a response message that carries an error. */
  emptyBody?: string;
  /** Element of the request, where it is not the name. */
  element?: string;
  /** The response, of operations that do not answer with a row of response messages. */
  respond?: (replies: readonly Reply[]) => Answer;
  run: (context: Context, request: Node) => Promise<Reply[]> | Reply[];
};

/** An error of one part as its response message; what is no refusal of the server goes on. */
function replyOf(error: unknown): Reply {
  if (error instanceof EwsError) return { error };
  if (error instanceof StreamError) return { error: new EwsError(error.code, error.message) };
  if (error instanceof SchemaError) return { error: new EwsError('ErrorSchemaValidation', error.message) };
  throw error;
}

// What a batch may take before others have their turn.
const TURN_MS = 5;

/**
 * Does one thing for each element in the order of the request, one response message each. After the server's time
 * for one request is over, the rest is not processed.
 */
export async function forEach(
  context: Context,
  nodes: readonly Node[],
  work: (node: Node) => Xml | undefined,
): Promise<Reply[]> {
  const replies: Reply[] = [];
  let free = performance.now();
  for (const node of nodes) {
    if (context.side.now() - context.startedAt > context.side.executionMs) {
      replies.push({
        error: new EwsError('ErrorBatchProcessingStopped', 'Cannot process the request because the batch was stopped.'),
      });
      continue;
    }
    try {
      const body = work(node);
      replies.push(body === undefined ? {} : { body });
    } catch (error) {
      replies.push(replyOf(error));
    }
    // Large batches leave room for the other requests.
    if (performance.now() - free < TURN_MS) continue;
    // oxlint-disable-next-line no-await-in-loop -- the order of a batch is part of the contract
    await setImmediate();
    free = performance.now();
  }
  return replies;
}

/** A single response message. */
export function once(work: () => Xml | undefined): Reply[] {
  try {
    const body = work();
    return [body === undefined ? {} : { body }];
  } catch (error) {
    return [replyOf(error)];
  }
}
