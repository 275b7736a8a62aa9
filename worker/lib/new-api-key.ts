import { z } from './zod.ts';
import { plainText } from './plain-text.ts';

/** What an API key needs; its role has a default. */
export const NewApiKeyName = z.strictObject({ name: plainText('A key needs a name.', 100) });
