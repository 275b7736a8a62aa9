import { NewCustomer } from '../../../worker/lib/new-customer.ts';
import { z } from '../../../worker/lib/zod.ts';
import type { CustomerValues } from './customer-values.ts';
import { requestOf } from './customer-values.ts';

/** What the form checks before it asks the API: the API's own rules, each error at its field. */
export const CustomerFormSchema: z.ZodType<unknown, CustomerValues> = z
  .custom<CustomerValues>()
  .superRefine((values, context) => {
    for (const { path, message } of NewCustomer.safeParse(requestOf(values)).error?.issues ?? [])
      context.addIssue({ code: 'custom', path: path.slice(0, 1), message });
  });
