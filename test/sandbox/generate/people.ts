import { mailboxValue } from '../items/addresses.ts';
import { type NewItem, newItem, type Value } from '../items/model.ts';
import { isoSeconds } from '../items/values.ts';
import { pngOf } from './files.ts';
import { addressFor, categoriesOf, fill, languageOf, type World } from './mail.ts';

const entry = (key: string, text: string, more: Record<string, string> = {}): [string, Value] => [
  'Entry',
  { a: { Key: key, ...more }, x: text },
];

/** A contact; some with a photo. */
export function makeContact(world: World): NewItem {
  const { random, now } = world;
  const language = languageOf(world);
  const name = random.pick(language.people);
  const [first = name, ...rest] = name.split(' ');
  const last = rest.join(' ') || first;
  const item = newItem('IPM.Contact', now - random.between(1, 1500) * 86_400_000);
  const { fields } = item.properties;
  item.subject = name;
  const email = addressFor(name);
  const number = (): string =>
    `+${random.between(1, 98)} ${random.between(10, 999)} ${random.between(100_000, 9_999_999)}`;
  Object.assign(fields, {
    FileAs: `${last}, ${first}`,
    DisplayName: name,
    GivenName: first,
    Surname: last,
    CompanyName: random.pick([
      'North Harbour Ltd',
      'Zeitwerk GmbH',
      'Atelier Dupré',
      '株式会社サンプル',
      'ООО «Пример»',
    ]),
    JobTitle: random.pick(['Buyer', 'Geschäftsführerin', 'Comptable', '部長', 'Инженер']),
  });
  const emails = [entry('EmailAddress1', email, { Name: name, RoutingType: 'SMTP' })];
  if (random.chance(0.3)) emails.push(entry('EmailAddress2', `private.${random.hex(5)}@example.org`));
  fields['EmailAddresses'] = { c: emails };
  fields['PhoneNumbers'] = { c: [entry('BusinessPhone', number()), entry('MobilePhone', number())] };
  if (random.chance(0.6))
    fields['PhysicalAddresses'] = {
      c: [
        [
          'Entry',
          {
            a: { Key: random.pick(['Business', 'Home']) },
            c: [
              ['Street', `${random.pick(language.places)} ${random.between(1, 200)}`],
              ['City', random.pick(['Köln', 'Łódź', 'Paris', '大阪', 'Leeds'])],
              ['PostalCode', String(random.between(10_000, 99_999))],
            ],
          },
        ],
      ],
    };
  if (random.chance(0.2)) fields['ImAddresses'] = { c: [entry('ImAddress1', `sip:${email}`)] };
  if (random.chance(0.3))
    fields['Birthday'] = isoSeconds(Date.UTC(random.between(1940, 2004), random.between(0, 11), random.between(1, 28)));
  if (random.chance(0.1)) fields['Categories'] = categoriesOf(random.some(language.categories, 1));
  if (random.chance(0.4))
    item.properties.body = { kind: 'Text', text: fill(random, random.pick(language.paragraphs), name) };
  if (random.chance(0.3)) {
    const photo = pngOf(random, 64);
    item.attachments.push({
      kind: 'file',
      name: 'ContactPicture.jpg',
      contentType: 'image/png',
      sizeBytes: photo.length,
      content: [photo],
      isContactPhoto: true,
      isInline: false,
    });
  }
  item.receivedAt = item.createdAt;
  return item;
}

export function makeDistributionList(world: World): NewItem {
  const { random, now, language } = world;
  const item = newItem('IPM.DistList', now - random.between(1, 900) * 86_400_000);
  const name = `${random.pick(language.folders)} ${random.between(1, 99)}`;
  const members = random.some([...language.people, 'Amelia Hart', '王小明', 'Jürgen Groß'], random.between(2, 4));
  item.subject = name;
  Object.assign(item.properties.fields, {
    DisplayName: name,
    FileAs: name,
    Members: {
      c: members.map((each) => [
        'Member',
        {
          a: { Key: Buffer.from(addressFor(each)).toString('base64') },
          c: [
            ['Mailbox', mailboxValue({ name: each, email: addressFor(each) })],
            ['Status', 'Normal'],
          ],
        },
      ]),
    } satisfies Value,
  });
  item.receivedAt = item.createdAt;
  return item;
}
