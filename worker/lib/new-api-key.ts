import { KEY_SCOPES } from './permissions.ts';
import { plainText } from './plain-text.ts';
import { z } from './zod.ts';

/** What an API key needs, for the API and for its form; what is left out has a default. */
export const NewApiKey = z.strictObject({
  name: plainText('A key needs a name.', 100),
  scopes: z
    .array(z.enum(KEY_SCOPES))
    .min(1, 'Choose at least one scope.')
    .transform((scopes) => KEY_SCOPES.filter((scope) => scopes.includes(scope))),
});
