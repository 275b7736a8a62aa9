/** Windows time zone id → IANA name and display name; the zones that the generator and the clients use. */
export const ZONES: Readonly<Record<string, readonly [iana: string, name: string]>> = {
  UTC: ['UTC', '(UTC) Coordinated Universal Time'],
  'GMT Standard Time': ['Europe/London', '(UTC+00:00) Dublin, Edinburgh, Lisbon, London'],
  'Greenwich Standard Time': ['Atlantic/Reykjavik', '(UTC+00:00) Monrovia, Reykjavik'],
  'W. Europe Standard Time': ['Europe/Berlin', '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna'],
  'Central Europe Standard Time': ['Europe/Budapest', '(UTC+01:00) Belgrade, Bratislava, Budapest, Ljubljana, Prague'],
  'Central European Standard Time': ['Europe/Warsaw', '(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb'],
  'Romance Standard Time': ['Europe/Paris', '(UTC+01:00) Brussels, Copenhagen, Madrid, Paris'],
  'GTB Standard Time': ['Europe/Bucharest', '(UTC+02:00) Athens, Bucharest'],
  'FLE Standard Time': ['Europe/Kiev', '(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius'],
  'Israel Standard Time': ['Asia/Jerusalem', '(UTC+02:00) Jerusalem'],
  'Turkey Standard Time': ['Europe/Istanbul', '(UTC+03:00) Istanbul'],
  'Russian Standard Time': ['Europe/Moscow', '(UTC+03:00) Moscow, St. Petersburg'],
  'Arabian Standard Time': ['Asia/Dubai', '(UTC+04:00) Abu Dhabi, Muscat'],
  'India Standard Time': ['Asia/Kolkata', '(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi'],
  'China Standard Time': ['Asia/Shanghai', '(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi'],
  'Tokyo Standard Time': ['Asia/Tokyo', '(UTC+09:00) Osaka, Sapporo, Tokyo'],
  'AUS Eastern Standard Time': ['Australia/Sydney', '(UTC+10:00) Canberra, Melbourne, Sydney'],
  'New Zealand Standard Time': ['Pacific/Auckland', '(UTC+12:00) Auckland, Wellington'],
  'E. South America Standard Time': ['America/Sao_Paulo', '(UTC-03:00) Brasilia'],
  'Atlantic Standard Time': ['America/Halifax', '(UTC-04:00) Atlantic Time (Canada)'],
  'Eastern Standard Time': ['America/New_York', '(UTC-05:00) Eastern Time (US & Canada)'],
  'Central Standard Time': ['America/Chicago', '(UTC-06:00) Central Time (US & Canada)'],
  'Mountain Standard Time': ['America/Denver', '(UTC-07:00) Mountain Time (US & Canada)'],
  'Pacific Standard Time': ['America/Los_Angeles', '(UTC-08:00) Pacific Time (US & Canada)'],
};

const formats = new Map<string, Intl.DateTimeFormat>();

function format(iana: string): Intl.DateTimeFormat {
  let made = formats.get(iana);
  if (!made) {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: iana,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(iana, made);
  }
  return made;
}

/** IANA name of a Windows or IANA zone; UTC for what is unknown. */
export function ianaOf(zone: string | undefined): string {
  if (!zone) return 'UTC';
  const known = ZONES[zone];
  if (known) return known[0];
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

/** The Windows id for an IANA name, where there is one. */
export const windowsOf = (iana: string): string | undefined =>
  Object.keys(ZONES).find((id) => id === iana || ZONES[id]?.[0] === iana);

/** An instant as the clock on the wall, in milliseconds as if that clock were UTC. */
export function toLocal(time: number, zone: string | undefined): number {
  const iana = ianaOf(zone);
  if (iana === 'UTC') return time;
  // Offsets only change on the quarter of an hour, and asking Intl is slow.
  const quarter = Math.floor(time / QUARTER);
  const known = offsets.get(iana) ?? new Map<number, number>();
  offsets.set(iana, known);
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = localClock(quarter * QUARTER, iana) - quarter * QUARTER;
    known.set(quarter, offset);
  }
  return time + offset;
}

const QUARTER = 900_000;
const offsets = new Map<string, Map<number, number>>();

function localClock(time: number, iana: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of format(iana).formatToParts(time)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The instant at which the clock on the wall shows this; the earlier one where there are two. */
export function fromLocal(local: number, zone: string | undefined): number {
  const offset = toLocal(local, zone) - local;
  const guess = local - offset;
  const second = local - (toLocal(guess, zone) - guess);
  return toLocal(second, zone) === local ? second : guess;
}

/** Offset from UTC in minutes at an instant. */
export const offsetMinutes = (time: number, zone: string): number => Math.round((toLocal(time, zone) - time) / 60_000);
