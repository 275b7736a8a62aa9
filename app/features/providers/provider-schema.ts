import { NewProvider } from '../../../worker/lib/new-provider.ts';
import { z } from '../../../worker/lib/zod.ts';
import type { ProviderValues } from './provider-values.ts';
import { fieldOf, requestOf } from './provider-values.ts';

/** What the form checks before it asks the API: the API's own rules. */
export const ProviderFormSchema: z.ZodType<unknown, ProviderValues> = z
  .custom<ProviderValues>()
  .superRefine((values, context) => {
    const { error } = NewProvider.safeParse(requestOf(values));
    for (const { path, message } of error?.issues ?? [])
      context.addIssue({ code: 'custom', path: [fieldOf(String(path[0]))], message });
  });
