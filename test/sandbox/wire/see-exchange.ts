import type { Side } from '../side.ts';
import type { Xml } from '../xml/node.ts';
import { wireShapes } from './wire-shapes.ts';

/**
 * Shows a request that was let in to the recorder of the run, where there is one. It must be valid in the version
 * that it names. `text` is the request with long content taken out.
 */
export function seeRequest({ profile }: Side, level: number, operation: string, text: string): void {
  wireShapes()?.see(profile.name, level, 'request', operation, text);
}

/** The same for what goes back; it must be valid in the version of the request, and for a fault in the server's. */
export function seeAnswer({ profile }: Side, level: number | undefined, operation: string, answer: Xml): void {
  wireShapes()?.see(profile.name, level ?? profile.level, 'answer', operation, answer);
}
