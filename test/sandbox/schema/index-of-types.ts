import { readGrammar } from './grammar.ts';
import { ITEM_TYPES } from './item-types.ts';
import { REQUEST_TYPES } from './request-types.ts';
import { SETTINGS_TYPES } from './settings-types.ts';

/** The whole grammar, read once. */
export const GRAMMAR = readGrammar(ITEM_TYPES, REQUEST_TYPES, SETTINGS_TYPES);
