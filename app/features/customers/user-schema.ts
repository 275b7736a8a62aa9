import { NewCustomerUser } from '../../../worker/lib/new-customer-user.ts';
import { z } from '../../../worker/lib/zod.ts';

type Values = { name: string; addresses: string };

/** What the form checks before it asks the API: the API's own rules. */
export const UserFormSchema: z.ZodType<unknown, Values> = z
  .custom<Values>()
  .superRefine(({ name, addresses }, context) => {
    const list = addresses.split(/[\s,;]+/).filter(Boolean);
    const { error } = NewCustomerUser.safeParse({ name: name.trim() || null, addresses: list });
    for (const { path, message } of error?.issues ?? []) {
      const wrong = typeof path[1] === 'number' ? `${list[path[1]] ?? ''}: ${message}` : message;
      context.addIssue({ code: 'custom', path: path.slice(0, 1), message: wrong });
    }
  });
