import { translatedZones } from './zone-translations.ts';

/**
 * What Windows calls its time zones, in English: the id, then what stands behind the offset in the name for people, as
 * of now and as servers of the years of Exchange 2007 had it.
 * https://learn.microsoft.com/windows-hardware/manufacture/desktop/default-time-zones
 */
const ZONES = `
Dateline Standard Time|International Date Line West
UTC-11|Coordinated Universal Time-11
Aleutian Standard Time|Aleutian Islands
Hawaiian Standard Time|Hawaii
Marquesas Standard Time|Marquesas Islands
Alaskan Standard Time|Alaska
UTC-09|Coordinated Universal Time-09
Pacific Standard Time (Mexico)|Baja California|Tijuana, Baja California
UTC-08|Coordinated Universal Time-08
Pacific Standard Time|Pacific Time (US & Canada)
US Mountain Standard Time|Arizona
Mountain Standard Time (Mexico)|La Paz, Mazatlan|Chihuahua, La Paz, Mazatlan|Chihuahua, La Paz, Mazatlan - New
Mountain Standard Time|Mountain Time (US & Canada)
Yukon Standard Time|Yukon
Central America Standard Time|Central America
Central Standard Time|Central Time (US & Canada)
Easter Island Standard Time|Easter Island
Central Standard Time (Mexico)|Guadalajara, Mexico City, Monterrey|Guadalajara, Mexico City, Monterrey - New
Canada Central Standard Time|Saskatchewan
SA Pacific Standard Time|Bogota, Lima, Quito, Rio Branco|Bogota, Lima, Quito
Eastern Standard Time (Mexico)|Chetumal
Eastern Standard Time|Eastern Time (US & Canada)
Haiti Standard Time|Haiti
Cuba Standard Time|Havana
US Eastern Standard Time|Indiana (East)
Turks And Caicos Standard Time|Turks and Caicos
Atlantic Standard Time|Atlantic Time (Canada)
Venezuela Standard Time|Caracas
Central Brazilian Standard Time|Cuiaba
SA Western Standard Time|Georgetown, La Paz, Manaus, San Juan|La Paz|Manaus
Pacific SA Standard Time|Santiago
Newfoundland Standard Time|Newfoundland
Tocantins Standard Time|Araguaina
Paraguay Standard Time|Asuncion
E. South America Standard Time|Brasilia
SA Eastern Standard Time|Cayenne, Fortaleza|Georgetown|Buenos Aires, Georgetown
Argentina Standard Time|City of Buenos Aires|Buenos Aires
Montevideo Standard Time|Montevideo
Magallanes Standard Time|Punta Arenas
Saint Pierre Standard Time|Saint Pierre and Miquelon
Bahia Standard Time|Salvador
UTC-02|Coordinated Universal Time-02
Greenland Standard Time|Greenland
Mid-Atlantic Standard Time|Mid-Atlantic - Old|Mid-Atlantic
Azores Standard Time|Azores
Cape Verde Standard Time|Cabo Verde Is.|Cape Verde Is.
UTC|Coordinated Universal Time
GMT Standard Time|Dublin, Edinburgh, Lisbon, London|Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London|Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London
Greenwich Standard Time|Monrovia, Reykjavik|Casablanca, Monrovia, Reykjavik
Sao Tome Standard Time|Sao Tome
Morocco Standard Time|Casablanca
W. Europe Standard Time|Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna
Central Europe Standard Time|Belgrade, Bratislava, Budapest, Ljubljana, Prague
Romance Standard Time|Brussels, Copenhagen, Madrid, Paris
Central European Standard Time|Sarajevo, Skopje, Warsaw, Zagreb
W. Central Africa Standard Time|West Central Africa
GTB Standard Time|Athens, Bucharest|Athens, Bucharest, Istanbul|Athens, Istanbul, Minsk
Middle East Standard Time|Beirut
Egypt Standard Time|Cairo
E. Europe Standard Time|Chisinau|Minsk
West Bank Standard Time|Gaza, Hebron
South Africa Standard Time|Harare, Pretoria
FLE Standard Time|Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius|Helsinki, Kiev, Riga, Sofia, Tallinn, Vilnius
Israel Standard Time|Jerusalem
South Sudan Standard Time|Juba
Kaliningrad Standard Time|Kaliningrad
Sudan Standard Time|Khartoum
Libya Standard Time|Tripoli
Namibia Standard Time|Windhoek
Jordan Standard Time|Amman
Arabic Standard Time|Baghdad
Syria Standard Time|Damascus
Turkey Standard Time|Istanbul
Arab Standard Time|Kuwait, Riyadh
Belarus Standard Time|Minsk
Russian Standard Time|Moscow, St. Petersburg|Moscow, St. Petersburg, Volgograd
E. Africa Standard Time|Nairobi
Volgograd Standard Time|Volgograd
Iran Standard Time|Tehran
Arabian Standard Time|Abu Dhabi, Muscat
Astrakhan Standard Time|Astrakhan, Ulyanovsk
Azerbaijan Standard Time|Baku
Russia Time Zone 3|Izhevsk, Samara
Mauritius Standard Time|Port Louis
Saratov Standard Time|Saratov
Georgian Standard Time|Tbilisi
Caucasus Standard Time|Yerevan
Afghanistan Standard Time|Kabul
West Asia Standard Time|Ashgabat, Tashkent|Tashkent
Qyzylorda Standard Time|Astana
Ekaterinburg Standard Time|Ekaterinburg
Pakistan Standard Time|Islamabad, Karachi
India Standard Time|Chennai, Kolkata, Mumbai, New Delhi
Sri Lanka Standard Time|Sri Jayawardenepura
Nepal Standard Time|Kathmandu
Central Asia Standard Time|Bishkek|Astana, Dhaka|Astana
Bangladesh Standard Time|Dhaka
Omsk Standard Time|Omsk
Myanmar Standard Time|Yangon (Rangoon)
SE Asia Standard Time|Bangkok, Hanoi, Jakarta
Altai Standard Time|Barnaul, Gorno-Altaysk
W. Mongolia Standard Time|Hovd
North Asia Standard Time|Krasnoyarsk
N. Central Asia Standard Time|Novosibirsk|Almaty, Novosibirsk
Tomsk Standard Time|Tomsk
China Standard Time|Beijing, Chongqing, Hong Kong, Urumqi
North Asia East Standard Time|Irkutsk|Irkutsk, Ulaan Bataar
Singapore Standard Time|Kuala Lumpur, Singapore
W. Australia Standard Time|Perth
Taipei Standard Time|Taipei
Ulaanbaatar Standard Time|Ulaanbaatar
Aus Central W. Standard Time|Eucla
Transbaikal Standard Time|Chita
Tokyo Standard Time|Osaka, Sapporo, Tokyo
North Korea Standard Time|Pyongyang
Korea Standard Time|Seoul
Yakutsk Standard Time|Yakutsk
Cen. Australia Standard Time|Adelaide
AUS Central Standard Time|Darwin
E. Australia Standard Time|Brisbane
AUS Eastern Standard Time|Canberra, Melbourne, Sydney
West Pacific Standard Time|Guam, Port Moresby
Tasmania Standard Time|Hobart
Vladivostok Standard Time|Vladivostok
Lord Howe Standard Time|Lord Howe Island
Bougainville Standard Time|Bougainville Island
Russia Time Zone 10|Chokurdakh
Magadan Standard Time|Magadan
Norfolk Standard Time|Norfolk Island
Sakhalin Standard Time|Sakhalin
Central Pacific Standard Time|Solomon Is., New Caledonia|Magadan, Solomon Is., New Caledonia
Russia Time Zone 11|Anadyr, Petropavlovsk-Kamchatsky
New Zealand Standard Time|Auckland, Wellington
UTC+12|Coordinated Universal Time+12
Fiji Standard Time|Fiji|Fiji, Kamchatka, Marshall Is.|Fiji, Marshall Is.
Kamchatka Standard Time|Petropavlovsk-Kamchatsky - Old|Petropavlovsk-Kamchatsky
Chatham Islands Standard Time|Chatham Islands
UTC+13|Coordinated Universal Time+13
Tonga Standard Time|Nuku'alofa
Samoa Standard Time|Samoa|Midway Island, Samoa
Line Islands Standard Time|Kiritimati Island
`;

const BY_NAME = new Map<string, string>();
/** Zones by each place in their names. */
const BY_PLACE = new Map<string, Set<string>>();
for (const line of ZONES.trim().split('\n')) {
  const [id = '', ...names] = line.split('|');
  for (const name of [id, ...names]) BY_NAME.set(name.toLowerCase(), id);
  for (const place of names.flatMap((name) => name.toLowerCase().split(', '))) {
    const zones = BY_PLACE.get(place) ?? new Set();
    BY_PLACE.set(place, zones.add(id));
  }
}
for (const [name, id] of translatedZones()) BY_NAME.set(name.toLowerCase(), id);

/** No name of a zone is longer. */
const LONGEST = 200;

/**
 * The id of a Windows time zone by its id or its name, such as `(GMT+01:00) Amsterdam, Berlin, …`, also in another
 * language or after `tzone://Microsoft/`; undefined for other texts.
 */
export function windowsZone(name: string): string | undefined {
  const said = name.slice(0, LONGEST).replace(/^\s*(?:\((?:GMT|UTC)[^)]*\)\s*|tzone:\/\/Microsoft\/)/i, '');
  const plain = said.trim().toLowerCase().replaceAll('’', "'");
  return BY_NAME.get(plain) ?? zoneOfPlaces(plain);
}

/** The zone that most of these places are in; undefined where several have as many. */
function zoneOfPlaces(places: string): string | undefined {
  const votes = new Map<string, number>();
  for (const place of places.split(/[,;/]/))
    for (const id of BY_PLACE.get(place.trim()) ?? []) votes.set(id, (votes.get(id) ?? 0) + 1);
  const most = Math.max(0, ...votes.values());
  const [first, second] = [...votes].filter(([, count]) => count === most);
  return second === undefined ? first?.[0] : undefined;
}

/** Minutes from UTC in front of a name, such as `(UTC+01:00) …`. */
export function offsetInName(name: string): number | undefined {
  const match = /^\s*\((?:GMT|UTC)([+-])(\d\d?):(\d\d)\)/i.exec(name.slice(0, LONGEST));
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}
