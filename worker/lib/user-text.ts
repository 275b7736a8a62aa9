import { plainLines } from './plain-text.ts';

/** What a company says to end users on the page where they enter their password. */
export const UserText = plainLines(600);
