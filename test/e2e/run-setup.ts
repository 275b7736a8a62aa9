import { PREPARED_FOLDER, prepareRun } from './prepared.ts';

/** Not where the whole test run has done it. */
export const setup = (): (() => void) => (process.env[PREPARED_FOLDER] ? () => {} : prepareRun());
