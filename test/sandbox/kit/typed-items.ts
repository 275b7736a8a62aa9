/** One item of each kind, as a request has it, and what reading it back has to show. */
export const TYPED: [kind: string, folder: string, item: string, expected: RegExp][] = [
  [
    'Message',
    'drafts',
    '<t:Message><t:Subject>Ä &amp; б</t:Subject><t:Body BodyType="HTML">&lt;p&gt;Hi&lt;/p&gt;</t:Body><t:Categories><t:String>Red</t:String></t:Categories><t:Importance>High</t:Importance><t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag><t:ToRecipients><t:Mailbox><t:EmailAddress>a@b.example</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message>',
    /<t:IsDraft>true<.*<t:FlagStatus>Flagged</,
  ],
  [
    'CalendarItem',
    'calendar',
    '<t:CalendarItem><t:Subject>Series</t:Subject><t:Start>2026-03-02T09:00:00+01:00</t:Start><t:End>2026-03-02T10:00:00+01:00</t:End><t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>a@b.example</t:EmailAddress></t:Mailbox></t:Attendee></t:RequiredAttendees><t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2026-03-02</t:StartDate><t:NumberOfOccurrences>8</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence><t:StartTimeZone Id="W. Europe Standard Time"/></t:CalendarItem>',
    /<t:Start>2026-03-02T08:00:00Z<.*RecurringMaster.*<t:LastOccurrence>.*<t:Start>2026-04-20T07:00:00Z/,
  ],
  [
    'Contact',
    'contacts',
    '<t:Contact><t:FileAs>Groß, Jürgen</t:FileAs><t:GivenName>Jürgen</t:GivenName><t:EmailAddresses><t:Entry Key="EmailAddress1">j@g.example</t:Entry></t:EmailAddresses><t:PhysicalAddresses><t:Entry Key="Home"><t:City>Köln</t:City></t:Entry></t:PhysicalAddresses><t:Surname>Groß</t:Surname></t:Contact>',
    /<t:FirstName>Jürgen<.*Key="EmailAddress1".*<t:City>Köln</,
  ],
  [
    'Task',
    'tasks',
    '<t:Task><t:Subject>Call</t:Subject><t:DueDate>2026-05-01T00:00:00Z</t:DueDate><t:Recurrence><t:MonthlyRegeneration><t:Interval>2</t:Interval></t:MonthlyRegeneration><t:NoEndRecurrence><t:StartDate>2026-05-01</t:StartDate></t:NoEndRecurrence></t:Recurrence><t:Status>InProgress</t:Status></t:Task>',
    /<t:MonthlyRegeneration>.*<t:Status>InProgress</,
  ],
  [
    'PostItem',
    'inbox',
    '<t:PostItem><t:Subject>Post</t:Subject><t:Body BodyType="Text">text</t:Body></t:PostItem>',
    /<t:ItemClass>IPM.Post<.*<t:PostedTime>/,
  ],
  [
    'DistributionList',
    'contacts',
    '<t:DistributionList><t:DisplayName>All</t:DisplayName><t:Members><t:Member><t:Mailbox><t:Name>A</t:Name><t:EmailAddress>a@b.example</t:EmailAddress></t:Mailbox></t:Member></t:Members></t:DistributionList>',
    /<t:Members><t:Member>/,
  ],
  [
    'Item',
    'notes',
    '<t:Item><t:ItemClass>IPM.StickyNote</t:ItemClass><t:Subject>Note</t:Subject><t:Body BodyType="Text">Buy milk</t:Body><t:ExtendedProperty><t:ExtendedFieldURI PropertySetId="0006200e-0000-0000-c000-000000000046" PropertyId="35584" PropertyType="Integer"/><t:Value>3</t:Value></t:ExtendedProperty></t:Item>',
    /<t:ItemClass>IPM.StickyNote<.*Buy milk/,
  ],
  [
    'Item',
    'journal',
    '<t:Item><t:ItemClass>IPM.Activity</t:ItemClass><t:Subject>Phone call</t:Subject></t:Item>',
    /<t:ItemClass>IPM.Activity</,
  ],
];
