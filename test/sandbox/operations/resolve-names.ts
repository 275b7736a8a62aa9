import { EwsError } from '../errors.ts';
import { leaf, textOf } from '../xml/node.ts';
import { once, type Operation } from './operation.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/resolvenames-operation */
export const resolveNamesOperation: Operation = {
  name: 'ResolveNames',
  since: 8,
  run: (context, request) =>
    once(() => {
      const entry = (textOf(request, 'UnresolvedEntry') ?? '').toLowerCase().replace(/^smtp:/, '');
      const found = context.store
        .mailboxes()
        .filter(({ email, name }) => email.toLowerCase().startsWith(entry) || name.toLowerCase().startsWith(entry))
        .slice(0, 100);
      if (found.length === 0) throw new EwsError('ErrorNameResolutionNoResults', 'No results were found.');
      const list = found.map(
        ({ email, name }) =>
          `<t:Resolution><t:Mailbox>${leaf('t:Name', name)}${leaf('t:EmailAddress', email)}<t:RoutingType>SMTP</t:RoutingType><t:MailboxType>Mailbox</t:MailboxType></t:Mailbox></t:Resolution>`,
      );
      return `<m:ResolutionSet TotalItemsInView="${list.length}" IncludesLastItemInRange="true">${list.join('')}</m:ResolutionSet>`;
    }),
};
