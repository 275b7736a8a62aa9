import { EwsError } from './errors.ts';
import { formatAs, type IdFormat, parseAs } from '../store/id-formats.ts';
import { requireChild, wrap } from '../xml/node.ts';
import { forEach, type Operation } from './operation.ts';

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/convertid-operation
 *
 * Texts are turned into texts: whether there is such an item is not asked. Public folders have no mailbox here.
 */
export const convertIdOperation: Operation = {
  name: 'ConvertId',
  since: 8.1,
  run(context, request) {
    const to = request.attributes['DestinationFormat'] as IdFormat;
    return forEach(context, requireChild(request, 'SourceIds').children, (node) => {
      const { Format, Id, Mailbox, IsArchive } = node.attributes;
      if (node.name !== 'AlternateId') throw new EwsError('ErrorInvalidIdMalformed');
      const id = parseAs(Format as IdFormat, Id as string);
      // An id of EWS says whose it is, whatever the request says: so DavMail learns the address of who signed in.
      const told = Format === 'EwsId' && id ? context.store.mailboxByGuid(id.mailboxGuid) : undefined;
      const mailbox = told ?? context.store.mailbox(Mailbox as string);
      if (!mailbox) throw new EwsError('ErrorNonExistentMailbox');
      if (!id) throw new EwsError('ErrorInvalidIdMalformed');
      return wrap('m:AlternateId', '', {
        'xsi:type': 't:AlternateIdType',
        Format: to,
        Id: formatAs(to, id, mailbox.email),
        Mailbox: mailbox.email,
        IsArchive,
      });
    });
  },
};
