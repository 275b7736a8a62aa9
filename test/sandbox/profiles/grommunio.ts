import { EXCHANGE_2013 } from './newer.ts';
import { NO_QUIRKS, type Profile } from './profile.ts';

/**
 * A server after grommunio, as its public source shows it (grommunio/gromox, exch/ews, of 2026) and issues there. What
 * it does with an item's properties is simplified; paths behind the entries name the place that shows it.
 */
export const GROMMUNIO: Profile = {
  ...EXCHANGE_2013,
  name: 'Grommunio',
  product: 'grommunio',
  // soaputil.cpp: the version is a setting; this one is what clients of Exchange 2013 look for.
  build: [15, 0, 847, 4040],
  schemaVersion: 'Exchange2013_SP1',
  headers: {},
  iis: 'nginx',
  setsBackEndCookie: false,
  namesRequests: false,
  // No cap and no throttling policy of its own.
  findItemCap: undefined,
  throttle: undefined,
  // structures.cpp, distNameInfo: all that can be named; any other is not found.
  distinguishedFolders:
    'calendar conflicts contacts deleteditems drafts imcontactlist inbox journal junkemail localfailures msgfolderroot notes outbox quickcontacts root sentitems serverfailures syncissues tasks'.split(
      ' ',
    ),
  quirks: {
    ...NO_QUIRKS,
    // context.cpp, exportContent: MIME is made of the properties at each read.
    rewritesMime: true,
    // serialization.cpp, sTimePoint: with fractions where there are some.
    fractionalSeconds: true,
    plainFaults: true,
    // ews.cpp, dispatch.
    serverFaults: true,
    // ews.cpp: dispatch writes the fault, and retr what the context had come to all the same.
    answersTwice: true,
    // serialization.hpp, fromXMLNodeVariant over structures.hpp's sItem: the rest of the request falls with them.
    notCreatable: ['PostItem', 'DistributionList'],
    // structures.cpp, tItem::create.
    plainElements: ['PostItem', 'DistributionList'],
    // ews.cpp, requestMap.
    missingOperations: ['ExportItems', 'UploadItems', 'GetMailTips', 'GetServerTimeZones', 'UpdateInboxRules'],
    // structures.cpp, tItemResponseShape::tags: what is loaded apart is loaded where it is named.
    notInAllProperties: [
      'item:Attachments',
      'item:ReminderDueBy',
      'item:ReminderIsSet',
      'item:ReminderMinutesBeforeStart',
      'item:Categories',
      'message:ToRecipients',
      'message:CcRecipients',
      'message:BccRecipients',
      'message:ReplyTo',
      'calendar:RequiredAttendees',
      'calendar:OptionalAttendees',
      'calendar:Resources',
      'contacts:PhysicalAddresses',
      // 3.10: told by entry alone.
      'contacts:EmailAddresses',
      'contacts:FileAs',
      'contacts:PostalAddressIndex',
    ],
    // structures.cpp, tFieldURI: the dictionaries are known by their entries.
    unknownPaths: [
      'contacts:EmailAddresses',
      'contacts:ImAddresses',
      'contacts:PhoneNumbers',
      'contacts:PhysicalAddresses',
    ],
    // structures.cpp, sShape::namedProperties: what was asked for first stands.
    shadowsFields: true,
    // serialization.cpp, tExtendedFieldURI.
    namesSetsTwice: true,
    // structures.cpp, get_recurrence_range: points in time.
    timedDates: true,
    earlyFields: ['Companies'],
    // structures.cpp, process_occurrences: the instance dates of PidLidAppointmentRecur as they are.
    localMidnights: true,
    // serialization.hpp, fromXMLNode: E-3034.
    refusesEmptyContent: true,
    // requests.cpp, CreateAttachment: the attachment is written into the open message, which is not.
    forgetsAttachments: true,
    // oxcmail_export writes the headers that have properties.
    lostHeaders: /^(?:received|dkim-signature|arc-[\w-]+|authentication-results|return-path)$/i,
    followUpIsSubject: true,
    postsAsMessages: true,
    // context.cpp, toContent of each kind: what none of them writes.
    ignoredOnCreate: [
      'Attachments',
      'Culture',
      'Message.InternetMessageId',
      'Message.ReplyTo',
      'CalendarItem.ConferenceType',
      'CalendarItem.MeetingWorkspaceUrl',
      'CalendarItem.NetShowUrl',
      'Contact.Companies',
      'Contact.Mileage',
      'Contact.FileAsMapping',
      'Task.Contacts',
      'Task.Recurrence',
    ],
    // requests.cpp, CreateAttachment: a list of FileAttachment.
    ignoredAttachments: ['ItemAttachment'],
    // structures.cpp, tExtendedProperty::deserialize.
    unreadableTypes: ['Binary', 'BinaryArray', 'CLSID', 'CLSIDArray'],
    // requests.cpp, mBaseMoveCopyItem.
    hidesMovedIds: true,
    // requests.cpp, CreateItem; grommunio/gromox#316.
    checksSenders: true,
    // requests.cpp, UpdateItem.
    changesMime: true,
    // requests.cpp, GetItem: an administrator's limit.
    itemsPerGet: 10,
    // As seen of gromox 3.10.
    hidesFreeBusyRights: true,
    // requests.cpp, FindFolder.
    bareEmptyFinds: true,
    // requests.cpp, GetInboxRules.
    hidesRules: true,
    // requests.cpp, DeleteFolder asks the store, which keeps what is not empty (unproven).
    keepsFullFolders: true,
    // requests.cpp, ResolveNames: what the address book's tree has, each as Enum::Mailbox.
    resolvesInFull: true,
  },
};
