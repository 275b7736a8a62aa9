import { expect, test } from 'vitest';
import { type Answer, call, codesOf, textsOf } from '../kit/raw-client.ts';
import { testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';
import { manage } from '../management/manage.ts';
import { newOrganisation } from '../management/organisation.ts';
import { startSandbox } from '../sandbox.ts';

const pair = usePair();
const ask = (body: string, on = pair.recent, login = pair.owner): Promise<Answer> => call(on, login, body, V16);
const resolve = (entry: string): Promise<Answer> =>
  ask(
    `<m:ResolveNames ReturnFullContactData="false" SearchScope="ActiveDirectory"><m:UnresolvedEntry>${entry}</m:UnresolvedEntry></m:ResolveNames>`,
  );
const order = (cmdlet: string, parameters: Record<string, unknown>) => manage(pair.recent.side, cmdlet, parameters);

test('no more than a hundred are found, and the answer says that there are more', async () => {
  for (let at = 0; at < 130; at += 1) pair.recent.store.insertMailbox(`crowd${at}@new.example`, 'x');
  const crowd = await resolve('crowd');
  expect(textsOf(crowd, 'EmailAddress')).toHaveLength(100);
  expect(crowd.text).toContain('<m:ResolutionSet TotalItemsInView="100" IncludesLastItemInRange="false">');
  expect((await resolve('crowd12')).text).toContain('IncludesLastItemInRange="true"');
  expect(codesOf(await resolve('rowd1'))).toEqual(['ErrorNameResolutionNoResults']);
});

test('contacts and groups are found as what they are, and nobody who is hidden', async () => {
  pair.recent.side.organisation = newOrganisation();
  order('New-MailContact', { Name: 'Zora Else', ExternalEmailAddress: 'SMTP:zora@else.example' });
  order('New-DistributionGroup', { Name: 'Zoo', PrimarySmtpAddress: 'zoo@new.example' });
  expect(textsOf(await resolve('zo'), 'MailboxType')).toEqual(['Contact', 'PublicDL']);
  order('Set-MailContact', { Identity: 'Zora Else', HiddenFromAddressListsEnabled: true });
  expect(textsOf(await resolve('zo'), 'MailboxType')).toEqual(['PublicDL']);
});

test('room lists and their rooms; a list that is none is refused', async () => {
  pair.recent.side.organisation = newOrganisation();
  expect((await ask('<m:GetRoomLists/>')).text).toMatch(/<m:RoomLists(?:\/>|><\/m:RoomLists>)/);
  pair.recent.store.insertMailbox('blue@new.example', 'x', 'Blue');
  order('Set-Mailbox', { Identity: 'blue@new.example', Type: 'Room' });
  order('New-DistributionGroup', {
    Name: 'First floor',
    PrimarySmtpAddress: 'floor1@new.example',
    RoomList: true,
    Members: ['blue@new.example', 'owner@new.example'],
  });
  expect(textsOf(await ask('<m:GetRoomLists/>'), 'EmailAddress')).toEqual(['floor1@new.example']);
  const rooms = (list: string) =>
    ask(`<m:GetRooms><m:RoomList><t:EmailAddress>${list}</t:EmailAddress></m:RoomList></m:GetRooms>`);
  expect(textsOf(await rooms('floor1@new.example'), 'Name')).toEqual(['Blue']);
  expect(codesOf(await rooms('blue@new.example'))).toEqual(['ErrorNameResolutionNoResults']);
});

test('2007 knows no rooms, and grommunio gives all that it finds as mailboxes', async () => {
  const sandbox = await startSandbox({
    source: { profile: 'Exchange2007_SP1', mailboxes: [{ email: 'a@old.example' }] },
    destination: { profile: 'Grommunio', mailboxes: [{ email: 'a@new.example' }] },
  });
  const { source, destination } = sandbox;
  const old = await call(source, source.mailboxes[0]!, '<m:GetRoomLists/>', { version: 'Exchange2007_SP1' });
  expect(old.status).toBe(500);
  for (let at = 0; at < 130; at += 1) destination.store.insertMailbox(`crowd${at}@new.example`, 'x');
  manage(destination.side, 'New-DistributionGroup', { Name: 'Crowds', PrimarySmtpAddress: 'crowds@new.example' });
  const entry =
    '<m:ResolveNames ReturnFullContactData="false"><m:UnresolvedEntry>crowd</m:UnresolvedEntry></m:ResolveNames>';
  const all = await call(destination, destination.mailboxes[0]!, entry, { version: 'Exchange2013' });
  expect(textsOf(all, 'EmailAddress')).toHaveLength(131);
  expect(new Set(textsOf(all, 'MailboxType'))).toEqual(new Set(['Mailbox']));
  await sandbox.close();
});

testEnvelopes(pair, 8);
