import { prepareRun } from './prepared.ts';

export const setup = (): (() => void) => prepareRun();
