/**
 * Names of Europe's clocks in other languages, from Unicode's CLDR: a Windows zone with that clock, then its names, with
 * and without summer time. The names do not show which of several zones with the same clock was meant.
 */
const TRANSLATIONS = `
W. Europe Standard Time:
  Central European Time|Central European Summer Time|Mitteleuropäische Zeit|Mitteleuropäische Normalzeit|
  Mitteleuropäische Sommerzeit|heure d'Europe centrale|heure normale d'Europe centrale|
  heure d'été d'Europe centrale|Ora dell'Europa centrale|Ora standard dell'Europa centrale|
  Ora legale dell'Europa centrale|hora de Europa central|hora estándar de Europa central|
  hora de verano de Europa central|Midden-Europese tijd|Midden-Europese standaardtijd|Midden-Europese zomertijd|
  czas środkowoeuropejski|czas środkowoeuropejski standardowy|czas środkowoeuropejski letni|
  Horário da Europa Central|Horário Padrão da Europa Central|Horário de Verão da Europa Central|
  Hora da Europa Central|Hora padrão da Europa Central|Hora de verão da Europa Central|centraleuropeisk tid|
  centraleuropeisk normaltid|centraleuropeisk sommartid|Centraleuropæisk tid|Centraleuropæisk normaltid|
  Centraleuropæisk sommertid|sentraleuropeisk tid|sentraleuropeisk normaltid|sentraleuropeisk sommertid|
  Keski-Euroopan aika|Keski-Euroopan normaaliaika|Keski-Euroopan kesäaika|středoevropský čas|
  středoevropský standardní čas|středoevropský letní čas|stredoeurópsky čas|stredoeurópsky štandardný čas|
  stredoeurópsky letný čas|Srednjeevropski čas|Srednjeevropski standardni čas|Srednjeevropski poletni čas|
  srednjoeuropsko vrijeme|srednjoeuropsko standardno vrijeme|srednjoeuropsko ljetno vrijeme|közép-európai idő|
  közép-európai téli idő|közép-európai nyári idő|Ora Europei Centrale|Ora standard a Europei Centrale|
  Ora de vară a Europei Centrale|Ώρα Κεντρικής Ευρώπης|Χειμερινή ώρα Κεντρικής Ευρώπης|Θερινή ώρα Κεντρικής Ευρώπης|
  Центральная Европа|Центральная Европа, стандартное время|Центральная Европа, летнее время|Orta Avrupa Saati|
  Orta Avrupa Standart Saati|Orta Avrupa Yaz Saati
FLE Standard Time:
  Eastern European Time|Eastern European Standard Time|Eastern European Summer Time|Osteuropäische Zeit|
  Osteuropäische Normalzeit|Osteuropäische Sommerzeit|heure d'Europe de l'Est|heure normale d'Europe de l'Est|
  heure d'été d'Europe de l'Est|Ora dell'Europa orientale|Ora standard dell'Europa orientale|
  Ora legale dell'Europa orientale|hora de Europa oriental|hora estándar de Europa oriental|
  hora de verano de Europa oriental|Oost-Europese tijd|Oost-Europese standaardtijd|Oost-Europese zomertijd|
  czas wschodnioeuropejski|czas wschodnioeuropejski standardowy|czas wschodnioeuropejski letni|
  Horário da Europa Oriental|Horário Padrão da Europa Oriental|Horário de Verão da Europa Oriental|
  Hora da Europa Oriental|Hora padrão da Europa Oriental|Hora de verão da Europa Oriental|östeuropeisk tid|
  östeuropeisk normaltid|östeuropeisk sommartid|Østeuropæisk tid|Østeuropæisk normaltid|Østeuropæisk sommertid|
  østeuropeisk tid|østeuropeisk normaltid|østeuropeisk sommertid|Itä-Euroopan aika|Itä-Euroopan normaaliaika|
  Itä-Euroopan kesäaika|východoevropský čas|východoevropský standardní čas|východoevropský letní čas|
  východoeurópsky čas|východoeurópsky štandardný čas|východoeurópsky letný čas|Vzhodnoevropski čas|
  Vzhodnoevropski standardni čas|Vzhodnoevropski poletni čas|istočnoeuropsko vrijeme|
  istočnoeuropsko standardno vrijeme|istočnoeuropsko ljetno vrijeme|kelet-európai időzóna|kelet-európai téli idő|
  kelet-európai nyári idő|Ora Europei de Est|Ora standard a Europei de Est|Ora de vară a Europei de Est|
  Ώρα Ανατολικής Ευρώπης|Χειμερινή ώρα Ανατολικής Ευρώπης|Θερινή ώρα Ανατολικής Ευρώπης|Восточная Европа|
  Восточная Европа, стандартное время|Восточная Европа, летнее время|Doğu Avrupa Saati|Doğu Avrupa Standart Saati|
  Doğu Avrupa Yaz Saati
GMT Standard Time:
  Western European Time|Western European Standard Time|Western European Summer Time|Westeuropäische Zeit|
  Westeuropäische Normalzeit|Westeuropäische Sommerzeit|heure d'Europe de l'Ouest|heure normale d'Europe de l'Ouest|
  heure d'été d'Europe de l'Ouest|Ora dell'Europa occidentale|Ora standard dell'Europa occidentale|
  Ora legale dell'Europa occidentale|hora de Europa occidental|hora estándar de Europa occidental|
  hora de verano de Europa occidental|West-Europese tijd|West-Europese standaardtijd|West-Europese zomertijd|
  czas zachodnioeuropejski|czas zachodnioeuropejski standardowy|czas zachodnioeuropejski letni|
  Horário da Europa Ocidental|Horário Padrão da Europa Ocidental|Horário de Verão da Europa Ocidental|
  Hora da Europa Ocidental|Hora padrão da Europa Ocidental|Hora de verão da Europa Ocidental|västeuropeisk tid|
  västeuropeisk normaltid|västeuropeisk sommartid|Vesteuropæisk tid|Vesteuropæisk normaltid|Vesteuropæisk sommertid|
  vesteuropeisk tid|vesteuropeisk normaltid|vesteuropeisk sommertid|Länsi-Euroopan aika|Länsi-Euroopan normaaliaika|
  Länsi-Euroopan kesäaika|západoevropský čas|západoevropský standardní čas|západoevropský letní čas|
  západoeurópsky čas|západoeurópsky štandardný čas|západoeurópsky letný čas|Zahodnoevropski čas|
  Zahodnoevropski standardni čas|Zahodnoevropski poletni čas|zapadnoeuropsko vrijeme|
  zapadnoeuropsko standardno vrijeme|zapadnoeuropsko ljetno vrijeme|nyugat-európai időzóna|nyugat-európai téli idő|
  nyugat-európai nyári idő|Ora Europei de Vest|Ora standard a Europei de Vest|Ora de vară a Europei de Vest|
  Ώρα Δυτικής Ευρώπης|Χειμερινή ώρα Δυτικής Ευρώπης|Θερινή ώρα Δυτικής Ευρώπης|Западная Европа|
  Западная Европа, стандартное время|Западная Европа, летнее время|Batı Avrupa Saati|Batı Avrupa Standart Saati|
  Batı Avrupa Yaz Saati
`;

/** Pairs of a name and the Windows id. */
export function translatedZones(): [name: string, id: string][] {
  let id = '';
  return TRANSLATIONS.trim()
    .split('\n')
    .flatMap((line): [string, string][] => {
      if (!line.startsWith(' ')) id = line.slice(0, -1);
      const names = line.startsWith(' ') ? line.trim().split('|') : [];
      return names.filter((name) => name !== '').map((name) => [name, id]);
    });
}
