import type { Request } from '../http/soap.ts';
import type { Side } from '../side.ts';
import type { Xml } from '../xml/node.ts';
import { wireShapes } from './wire-shapes.ts';

/**
 * Shows a request and its answer to the recorder of the run, where there is one. Both must be valid in the version
 * that the request names. `text` is the request with long content taken out.
 */
export function seeExchange({ profile }: Side, { operation, context }: Request, text: string, answer: Xml): void {
  const wire = wireShapes();
  if (!wire) return;
  wire.see(profile.name, context.level, 'request', operation.name, text);
  wire.see(profile.name, context.level, 'answer', operation.name, answer);
}

/** The same for a fault; the request may be anything, and is no evidence. */
export function seeFault({ profile }: Side, operation: string, answer: Xml): void {
  wireShapes()?.see(profile.name, profile.level, 'answer', `${operation}Fault`, answer);
}
