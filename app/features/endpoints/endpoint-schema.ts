import { DomainName, EndpointName, ServerAddress } from '../../../worker/lib/new-endpoint.ts';
import { z } from '../../../worker/lib/zod.ts';
import type { Endpoint } from '../../api.ts';
import { listIn } from './endpoint-values.ts';

/** What the form checks before it asks the API. A stored password belongs to the name that it came with. */
export function schemaOf(endpoint: Endpoint | undefined) {
  return z
    .strictObject({
      name: EndpointName,
      address: ServerAddress,
      domains: z.string().refine((text) => listIn(text).every((domain) => DomainName.safeParse(domain).success), {
        error: ({ input }) =>
          `This is not a domain name: ${listIn(String(input)).find((domain) => !DomainName.safeParse(domain).success) ?? ''}`,
      }),
      hosts: z.string(),
      username: z.string(),
      password: z.string(),
      useImpersonation: z.boolean(),
    })
    .refine(({ username, password }) => username.trim() !== '' || password === '', {
      path: ['username'],
      message: 'Enter the user name that the password belongs to.',
    })
    .refine(
      ({ username, password }) =>
        username.trim() === '' || password !== '' || (endpoint?.hasPassword && username.trim() === endpoint.username),
      { path: ['password'], message: 'Enter the password of this account.' },
    );
}
