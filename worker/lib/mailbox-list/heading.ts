import { foldText } from '../fold-text.ts';
import type { MailboxSide } from '../credential-request-facts.ts';
import { FIELD_TITLES, LIST_FIELDS } from './fields.ts';
import type { ListField } from './fields.ts';

/**
 * Columns that are known and hold nothing that Mailferry uses: `flags` of MigrationWiz; `apostrophes` of our own files
 * says where an apostrophe was put.
 */
export type KnownColumn = ListField | 'flags' | 'apostrophes';

/** Heading of the column that lists the columns of a row whose text got an apostrophe. */
export const APOSTROPHES = 'Apostrophe Added';

/** How a side is called, in folded letters; the longest first, as some begin others. */
const SIDE_WORDS: readonly (readonly [string, MailboxSide])[] = (
  [
    ['source', 'source'],
    ['from', 'source'],
    ['old', 'source'],
    ['quelle', 'source'],
    ['quell', 'source'],
    ['ausgang', 'source'],
    ['alte', 'source'],
    ['origine', 'source'],
    ['origen', 'source'],
    ['sorgente', 'source'],
    ['bron', 'source'],
    ['oude', 'source'],
    ['destination', 'destination'],
    ['target', 'destination'],
    ['new', 'destination'],
    ['ziel', 'destination'],
    ['neue', 'destination'],
    ['cible', 'destination'],
    ['destino', 'destination'],
    ['destinazione', 'destination'],
    ['doel', 'destination'],
    ['bestemming', 'destination'],
    ['nieuwe', 'destination'],
  ] as const
).toSorted(([a], [b]) => b.length - a.length);

/** Between the name of a thing and its side. */
const JOINTS = [
  'dela',
  'della',
  'delle',
  'del',
  'des',
  'der',
  'de',
  'di',
  'du',
  'da',
  'dela',
  'van',
  'la',
  'le',
  'd',
  's',
];

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** How things are called in English, German, French, Spanish, Italian and Dutch, in folded letters. */
const EMAIL = words(`email mail emails emailaddress mailaddress address smtp smtpaddress primarysmtpaddress primaryemail
  primaryemailaddress mailbox emailadresse mailadresse adresse postfach adresseemail adressemail adresseelectronique
  courriel messagerie correo correoelectronico direccion direcciondecorreo direcciondecorreoelectronico buzon
  direccionemail indirizzo indirizzoemail indirizzomail posta postaelettronica casella emailadres mailadres adres
  postvak windowsemailaddress`);
const LOGIN =
  words(`login loginname username user userid logonname accountname userlogin benutzer benutzername anmeldename
  anmeldung identifiant nomdutilisateur utilisateur nomutilisateur compte connexion usuario nombredeusuario
  iniciodesesion cuenta nomeutente utente accesso gebruiker gebruikersnaam inlognaam aanmeldnaam userprincipalname upn`);
const PASSWORD = words(`password pass pwd kennwort passwort motdepasse mdp contrasena clave parolachiave wachtwoord`);

const OTHERS: readonly (readonly [KnownColumn, ReadonlySet<string>])[] = [
  ['contactEmail', words('contactemail contactemailaddress contactaddress kontaktadresse kontaktemail contactmail')],
  [
    'contactName',
    words('contactname contact kontaktname kontakt nomducontact nombredecontacto nomecontatto contactnaam'),
  ],
  ['language', words('language sprache langue idioma lingua taal')],
  [
    'type',
    words(`recipienttypedetails recipienttype mailboxtype type typ postfachtyp typedeboite tipodebuzon tipodicasella
      postvaktype isshared isresource resourcetype`),
  ],
  [
    'tags',
    words(`tags tag label labels schlagwort schlagworte schlagworter etikett etiketten etiquette etiquettes motcle motscles
      etiqueta etiquetas etichetta etichette trefwoord trefwoorden`),
  ],
  [
    'wave',
    words(`wave waves wavename migrationwave welle wellen migrationswelle vague vagues vaguedemigration ola olas oleada
      ondata ondate golf golven migratiegolf`),
  ],
  ['flags', words('flags flag')],
];

const OF_KIND: readonly (readonly [ReadonlySet<string>, 'Email' | 'Login' | 'Password'])[] = [
  [EMAIL, 'Email'],
  [LOGIN, 'Login'],
  [PASSWORD, 'Password'],
];

const kindOf = (word: string) => OF_KIND.find(([kind]) => kind.has(word))?.[1];

/** Our own names of fields count too: `sourceEmail`. */
const OWN = new Map(
  LIST_FIELDS.flatMap((field) => [
    [lettersOf(field), field],
    [lettersOf(FIELD_TITLES[field]), field],
  ]),
);

/** A heading as it is compared: without case, accents, spaces, and what no one sees. */
function lettersOf(heading: string): string {
  return foldText(heading.slice(0, 200)).replaceAll(/[^a-z]/g, '');
}

/** What the heading of a column says it holds, in any case and in six languages; undefined where it says nothing known. */
export function columnOfHeading(heading: string): KnownColumn | undefined {
  const name = lettersOf(heading);
  if (name === '') return undefined;
  if (name === lettersOf(APOSTROPHES)) return 'apostrophes';
  const own = OWN.get(name) ?? OTHERS.find(([, names]) => names.has(name))?.[0];
  if (own) return own;
  for (const [word, side] of SIDE_WORDS) {
    const rest = withoutSide(name, word);
    if (rest === undefined) continue;
    const kind = rest === '' ? 'Email' : kindOf(rest);
    if (kind) return `${side}${kind}`;
  }
  // A side that is not named is where mail comes from.
  const kind = kindOf(name);
  return kind && `source${kind}`;
}

/** The rest of a name that begins or ends with the word for a side; undefined where it does neither. */
function withoutSide(name: string, word: string): string | undefined {
  if (name.startsWith(word)) {
    const rest = name.slice(word.length);
    if (rest === '' || kindOf(rest)) return rest;
    const joint = JOINTS.find((each) => rest.startsWith(each) && kindOf(rest.slice(each.length)));
    if (joint !== undefined) return rest.slice(joint.length);
  }
  if (!name.endsWith(word)) return undefined;
  const rest = name.slice(0, -word.length);
  if (kindOf(rest)) return rest;
  const joint = JOINTS.find((each) => rest.endsWith(each) && kindOf(rest.slice(0, -each.length)));
  return joint === undefined ? undefined : rest.slice(0, -joint.length);
}
