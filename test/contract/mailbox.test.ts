import { addItem, createMemoryMailbox, memoryDestination, memorySource } from '../fakes/memory-mailbox.ts';
import { mailboxContract } from './mailbox.contract.ts';

mailboxContract('in memory', async () => {
  const from = createMemoryMailbox('old', ['Inbox']);
  const to = createMemoryMailbox('new', ['Inbox']);
  for (let index = 0; index < 20; index++) {
    const receivedAt = `2024-05-01T10:00:${String(index).padStart(2, '0')}Z`;
    const facts = {
      messageId: `<${index}@example.com>`,
      subject: `Letter ${index}`,
      isRead: index % 2 === 0,
      receivedAt,
    };
    addItem(from, 'old-Inbox', facts, `content ${index}`);
  }
  return {
    source: memorySource(from),
    destination: memoryDestination(to),
    filledFolder: { id: 'old-Inbox', items: 20 },
    emptyFolder: { id: 'new-Inbox' },
  };
});
