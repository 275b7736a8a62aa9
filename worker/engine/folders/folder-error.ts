import type { Fault } from '../model/fault.ts';

/** Whose folder it is, and its id there. */
export type FolderAt = { side: 'source' | 'destination'; id: string };

/** A single folder is at fault: others of its side answer meanwhile. */
export class FolderError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(`${fault.code}: ${fault.message}`);
    this.name = 'FolderError';
    this.fault = { ...fault, scope: 'folder' };
  }
}
