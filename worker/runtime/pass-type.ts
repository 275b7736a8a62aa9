import type { PassType } from '../engine/pass.ts';

/** The engine's name of a pass type as the database has it. Throws for one that the engine does not run yet. */
export function passTypeOf(type: string): PassType {
  if (type === 'verify' || type === 'full') return type;
  throw new Error(`The engine has no pass of type ${type}.`);
}
