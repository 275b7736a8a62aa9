import { mailboxValue } from '../items/addresses.ts';
import { type NewItem, newItem } from '../items/model.ts';
import { isoSeconds } from '../items/values.ts';
import { addressFor, categoriesOf, fill, languageOf, type World } from './mail.ts';

const DAY = 86_400_000;

export function makeTask(world: World): NewItem {
  const { random, now } = world;
  const language = languageOf(world);
  const item = newItem('IPM.Task', now - random.between(1, 700) * DAY);
  const { fields } = item.properties;
  const person = random.pick(language.people);
  const status = random.pick(['NotStarted', 'NotStarted', 'InProgress', 'Completed', 'WaitingOnOthers', 'Deferred']);
  item.subject = fill(random, random.pick(language.tasks), person);
  item.properties.body = { kind: 'Text', text: fill(random, random.pick(language.paragraphs), person) };
  Object.assign(fields, {
    Status: status,
    PercentComplete: status === 'Completed' ? '100' : status === 'InProgress' ? String(random.between(1, 9) * 10) : '0',
    StartDate: isoSeconds(item.createdAt),
    DueDate: isoSeconds(item.createdAt + random.between(1, 60) * DAY),
    Importance: random.pick(['Low', 'Normal', 'High']),
    TotalWork: String(random.between(1, 40) * 60),
    Owner: world.name,
  });
  if (status === 'Completed') fields['CompleteDate'] = isoSeconds(item.createdAt + DAY);
  if (random.chance(0.2)) {
    fields['ReminderIsSet'] = 'true';
    fields['ReminderDueBy'] = isoSeconds(item.createdAt + DAY);
  }
  if (random.chance(0.25))
    fields['Recurrence'] = {
      c: [
        random.chance(0.5)
          ? [
              'WeeklyRecurrence',
              {
                c: [
                  ['Interval', '1'],
                  ['DaysOfWeek', 'Friday'],
                  ['FirstDayOfWeek', 'Monday'],
                ],
              },
            ]
          : ['MonthlyRegeneration', { c: [['Interval', String(random.between(1, 3))]] }],
        ['NoEndRecurrence', { c: [['StartDate', isoSeconds(item.createdAt).slice(0, 10)]] }],
      ],
    };
  if (random.chance(0.2)) fields['Categories'] = categoriesOf(random.some(language.categories, 1));
  item.receivedAt = item.createdAt;
  return item;
}

/** A sticky note: text, colour and place on the screen are MAPI properties. */
export function makeNote(world: World): NewItem {
  const { random, now } = world;
  const language = languageOf(world);
  const item = newItem('IPM.StickyNote', now - random.between(1, 700) * DAY);
  const text = fill(random, random.pick(language.paragraphs), random.pick(language.people));
  item.subject = text.slice(0, 40);
  item.properties.body = { kind: 'Text', text };
  const set = '0006200e-0000-0000-c000-000000000046';
  item.properties.named = {
    [`${set}|id:35584|Integer`]: String(random.between(0, 4)),
    [`${set}|id:35586|Integer`]: '200',
    [`${set}|id:35587|Integer`]: '166',
  };
  if (random.chance(0.3)) item.properties.fields['Categories'] = categoriesOf(random.some(language.categories, 1));
  item.receivedAt = item.createdAt;
  return item;
}

export function makeJournalEntry(world: World): NewItem {
  const { random, now } = world;
  const language = languageOf(world);
  const person = random.pick(language.people);
  const item = newItem('IPM.Activity', now - random.between(1, 700) * DAY);
  item.subject = fill(random, random.pick(language.tasks), person);
  item.properties.body = { kind: 'Text', text: fill(random, random.pick(language.paragraphs), person) };
  const set = '0006200a-0000-0000-c000-000000000046';
  item.properties.named = {
    [`${set}|id:34560|String`]: random.pick(['Phone call', 'Meeting', 'Fax', 'Letter']),
    [`${set}|id:34566|SystemTime`]: isoSeconds(item.createdAt),
    [`${set}|id:34567|Integer`]: String(random.between(1, 90)),
    [`${set}|id:34568|SystemTime`]: isoSeconds(item.createdAt + 1_800_000),
  };
  item.receivedAt = item.createdAt;
  return item;
}

export function makePost(world: World): NewItem {
  const { random, now } = world;
  const language = languageOf(world);
  const person = random.pick(language.people);
  const item = newItem('IPM.Post', now - random.between(1, 700) * DAY);
  item.subject = fill(random, random.pick(language.subjects), person);
  item.properties.body = {
    kind: 'HTML',
    text: `<html><body><p>${fill(random, random.pick(language.paragraphs), person)}</p></body></html>`,
  };
  const from = { c: [['Mailbox', mailboxValue({ name: person, email: addressFor(person) })]] as [string, never][] };
  item.properties.fields = { From: from, Sender: from, ConversationTopic: item.subject };
  item.messageId = `<${random.hex(20)}@posts.example>`;
  item.isRead = random.chance(0.5);
  item.receivedAt = item.createdAt;
  item.sentAt = item.createdAt;
  return item;
}
