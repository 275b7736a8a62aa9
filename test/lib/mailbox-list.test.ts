import { describe, expect, it } from 'vitest';
import { cleanAddress } from '../../worker/lib/mailbox-list/clean-address.ts';
import type { ListField, ListRow } from '../../worker/lib/mailbox-list/fields.ts';
import type { ListFacts, ListRules } from '../../worker/lib/mailbox-list/judge-list.ts';
import { countVerdicts, judgeList, newWavesIn } from '../../worker/lib/mailbox-list/judge-list.ts';
import { mailboxOf } from '../../worker/lib/mailbox-list/listed-mailbox.ts';
import { readList } from '../../worker/lib/mailbox-list/read-list.ts';
import { writeList } from '../../worker/lib/mailbox-list/write-list.ts';
import { createRandom } from '../fakes/prng.ts';

const ANNA = { sourceEmail: 'anna@old.example', destinationEmail: 'anna@new.example' };
const BEN = { sourceEmail: 'ben@old.example', destinationEmail: 'ben@new.example' };
const WITH_ALL = { ...ANNA, sourceLogin: 'OLD\\anna', sourcePassword: ' p"a,s;s ', destinationPassword: '0012' };

const valuesIn = (text: string) => readList(text).rows.map((row) => ({ ...row, line: undefined }));
const fieldsOf = (text: string) => readList(text).columns.map(({ field }) => field);

function facts(over: Partial<ListFacts> = {}): ListFacts {
  const side = { hasAdministrator: true, isOutside: () => false };
  const taken = { source: new Set<string>(), destination: new Set<string>() };
  return { taken, isSameServer: false, waves: new Set(), source: side, destination: side, ...over };
}
const judged = (text: string, rules?: ListRules, over?: Partial<ListFacts>) =>
  judgeList(readList(text).rows, facts(over), rules);
const verdictsIn = (text: string, rules?: ListRules, over?: Partial<ListFacts>) =>
  judged(text, rules, over).map(({ verdict }) => verdict);
const messagesIn = (text: string, rules?: ListRules, over?: Partial<ListFacts>) =>
  judged(text, rules, over).flatMap(({ problems }) => problems.map(({ message }) => message));

describe('a list of mailboxes is understood', () => {
  it.each([
    [
      'as MigrationWiz writes it',
      'Source Email,Source Login Name,Source Password,Destination Email,Destination Login Name,Destination Password,Flags\r\nanna@old.example,OLD\\anna," p""a,s;s ",anna@new.example,,0012,0\r\n',
    ],
    [
      'as Export-Csv does',
      '#TYPE System.Management.Automation.PSCustomObject\r\n"Source Email","Source Login Name","Source Password","Destination Email","Destination Password"\r\n"anna@old.example","OLD\\anna"," p""a,s;s ","anna@new.example","0012"\r\n',
    ],
    [
      'as Excel does',
      'sep=;\r\nSource Email;Source Login Name;Source Password;Destination Email;Destination Password\r\nanna@old.example;OLD\\anna;" p""a,s;s ";anna@new.example;0012\r\n',
    ],
    [
      'with another order and case, and blank lines before the heading',
      '\r\n;;\r\nDESTINATION PASSWORD;destination email;source-password;Source login;source email\r\n0012;anna@new.example;" p""a,s;s ";OLD\\anna;anna@old.example',
    ],
    [
      'in German, parted by tabs',
      'Quell-E-Mail-Adresse\tQuell-Benutzername\tQuellkennwort\tZiel-E-Mail-Adresse\tZielkennwort\nanna@old.example\tOLD\\anna\t" p""a,s;s "\tanna@new.example\t0012',
    ],
    [
      'in French',
      'Adresse e-mail source;Identifiant source;Mot de passe source;Adresse e-mail de destination;Mot de passe de destination\nanna@old.example;OLD\\anna;" p""a,s;s ";anna@new.example;0012',
    ],
    [
      'in Spanish',
      'Correo electrónico de origen;Usuario de origen;Contraseña de origen;Correo electrónico de destino;Contraseña de destino\nanna@old.example;OLD\\anna;" p""a,s;s ";anna@new.example;0012',
    ],
    [
      'in Italian',
      'Indirizzo email di origine;Nome utente di origine;Password di origine;Indirizzo email di destinazione;Password di destinazione\nanna@old.example;OLD\\anna;" p""a,s;s ";anna@new.example;0012',
    ],
    [
      'in Dutch',
      'Bron e-mailadres;Bron gebruikersnaam;Bron wachtwoord;Doel e-mailadres;Doel wachtwoord\nanna@old.example;OLD\\anna;" p""a,s;s ";anna@new.example;0012',
    ],
    [
      'with hidden characters in its heading',
      '\uFEFF\u200BSource\u00A0Email;Source Login\u200B;Source Password\u00A0;Destination Email;Destination Password\nanna@old.example;OLD\\anna;" p""a,s;s ";anna@new.example;0012',
    ],
  ])('%s', (_, text) => {
    expect(valuesIn(text)).toEqual([WITH_ALL]);
  });

  it.each([
    ['commas', 'anna@old.example,anna@new.example\nben@old.example,ben@new.example'],
    ['tabs', 'anna@old.example\tanna@new.example\nben@old.example\tben@new.example'],
    ['arrows', 'anna@old.example → anna@new.example\nben@old.example → ben@new.example'],
    ['each line in its own way', 'anna@old.example, anna@new.example\nben@old.example -> ben@new.example'],
    ['a space', 'anna@old.example anna@new.example\nben@old.example ben@new.example'],
    [
      'recipient mapping',
      'SourceAddress,DestinationAddress\nanna@old.example,anna@new.example\nben@old.example,ben@new.example',
    ],
    [
      'headings of no known language',
      'Postovní schránka;Nová\nanna@old.example;anna@new.example\nben@old.example;ben@new.example',
    ],
    ['a number in front', '#;Mail;Target\n1;anna@old.example;anna@new.example\n2;ben@old.example;ben@new.example'],
  ])('without a heading that helps, parted by %s', (_, text) => {
    const rows = judgeList(readList(text).rows, facts());
    expect(rows.map(({ row }) => mailboxOf(row))).toEqual([ANNA, BEN]);
  });

  it.each([
    ['English', 'Tags', 'Wave'],
    ['German', 'Schlagwörter', 'Welle'],
    ['French', 'Étiquettes', 'Vague'],
    ['Spanish', 'Etiquetas', 'Oleada'],
    ['Italian', 'Etichette', 'Ondata'],
    ['Dutch', 'Labels', 'Golf'],
  ])('with tags and waves headed in %s', (_, tags, wave) => {
    expect(fieldsOf(`Email;${tags};${wave}\na@old.example;x;y`)).toEqual(['sourceEmail', 'tags', 'wave']);
  });

  it('takes the columns and the heading as a person maps them', () => {
    const text = 'a;b;c\nx;anna@old.example;secret';
    expect(fieldsOf(text)).toEqual([null, 'sourceEmail', null]);
    const mapping: (ListField | null)[] = ['destinationLogin', 'sourceEmail', 'sourcePassword'];
    expect(readList(text, { mapping }).rows).toEqual([
      { line: 2, sourceEmail: 'anna@old.example', sourcePassword: 'secret', destinationLogin: 'x' },
    ]);
    expect(readList(text, { hasHeading: false }).rows).toHaveLength(2);
    expect(readList('anna@old.example;x', { hasHeading: true }).rows).toHaveLength(0);
    expect(readList('a|b\nc|d', { delimiter: '|', hasHeading: true }).columns.map(({ title }) => title)).toEqual([
      'a',
      'b',
    ]);
  });

  it('says of each column what it is not used for', () => {
    const { columns } = readList(
      'Source Email,Source Mail,Department,Nothing,Flags\na@old.example,b@old.example,Sales,,8\nc@old.example,,,,0\nd@old.example,,,,1',
    );
    expect(columns.map(({ title, field, filled, note }) => [title, field, filled, note])).toEqual([
      ['Source Email', 'sourceEmail', 3, null],
      ['Source Mail', null, 1, 'Not used: another column has the source address.'],
      ['Department', null, 1, 'Not used.'],
      ['Nothing', null, 0, 'Not used: it is empty.'],
      ['Flags', null, 3, 'Flags of MigrationWiz do nothing in Mailferry. 2 rows have some set.'],
    ]);
  });

  it('never changes a password', () => {
    for (const password of [
      ' x ',
      '"x"',
      'a,b',
      'a;b\tc',
      '=1+1',
      "'=1",
      '0012',
      "'x",
      '\u00A0x\u200B',
      'x\r\ny',
      'unknown',
    ]) {
      const text = `Source Email,Source Password\r\nanna@old.example,"${password.replaceAll('"', '""')}"\r\n`;
      expect(valuesIn(text)[0]?.sourcePassword).toBe(password);
    }
    expect(valuesIn('Source Email,Source Password\nanna@old.example, x ')[0]?.sourcePassword).toBe(' x ');
  });
});

describe('a row of a list is judged', () => {
  it('once, by what is worst, and the sum of all verdicts is that of the rows', () => {
    const text = `Source Email,Destination Email,Source Password,Mailbox Type
anna@old.example,anna@new.example,,
ANNA@old.example,other@new.example,,
there@old.example,there@new.example,,
far@elsewhere.example,far@new.example,,
room@old.example,room@new.example,,RoomMailbox
wrong,wrong@new.example,,
c@old.example,,,
d@old.example,d@new.example,x,`;
    const taken = { source: new Set(['there@old.example']), destination: new Set<string>() };
    const source = { hasAdministrator: false, isOutside: (address: string) => !address.endsWith('@old.example') };
    const rows = judged(text, {}, { taken, source });
    expect(rows.map(({ line, verdict }) => [line, verdict])).toEqual([
      [2, 'no-password'],
      [3, 'twice'],
      [4, 'already-there'],
      [5, 'outside-domains'],
      [6, 'shared-mailbox'],
      [7, 'invalid-address'],
      [8, 'invalid-address'],
      [9, 'new'],
    ]);
    expect(Object.values(countVerdicts(rows)).reduce((sum, count) => sum + count)).toBe(8);
  });

  it('takes an address as it is meant, and shows what was removed', () => {
    const variants = [
      '\u00A0anna@old.example',
      'anna@old.example\u200B',
      '\uFEFFanna@old.example',
      'anna@old.example;',
      '<anna@old.example>',
      'Anna Lind <anna@old.example>',
      'mailto:anna@old.example',
      "'anna@old.example'",
    ];
    for (const variant of variants) expect(cleanAddress(variant)).toBe('anna@old.example');
    expect(cleanAddress("'o@old.example")).toBe("'o@old.example");
    const pattern = '{local}@new.example';
    expect(verdictsIn(variants.slice(0, 4).join('\n'), { pattern })).toEqual(['new', 'twice', 'twice', 'twice']);
    expect(messagesIn('\u200Banna@old.example', { pattern })).toEqual([
      'An invisible character (U+200B) was removed from the source address.',
    ]);
    expect(messagesIn('an\u200Bna@old.example', { pattern })).toContain(
      'The source address has an invisible character inside (U+200B).',
    );
  });

  it('for its destination: by a pattern where it has none or in all rows, then with words replaced', () => {
    const text = 'a.b@sub.old.example\nb@old.example,own@new.example';
    const destinations = (rules: ListRules) => judged(text, rules).map(({ row }) => row.destinationEmail);
    expect(destinations({ pattern: '{local}@new.example' })).toEqual(['a.b@new.example', 'own@new.example']);
    expect(destinations({ pattern: '{local}.x@{DOMAIN}', patternFor: 'all' })).toEqual([
      'a.b.x@sub.old.example',
      'b.x@old.example',
    ]);
    expect(destinations({ pattern: '{local}@NEW.example', search: '@new.', replace: '@$&.' })).toEqual([
      'a.b@$&.example',
      'own@$&.example',
    ]);
    const fixed: ListRow = {
      line: 1,
      sourceEmail: 'a@old.example',
      destinationEmail: 'x@y.example',
      hasFinalDestination: true,
    };
    expect(
      judgeList([fixed], facts(), { pattern: '{local}@z.example', patternFor: 'all' })[0]?.row.destinationEmail,
    ).toBe('x@y.example');
  });

  it('for its sign-in: who is asked, and what no one could sign in with', () => {
    const noAdmin = { hasAdministrator: false, isOutside: () => false };
    const pattern = '{local}@new.example';
    const heading = 'Source Email,Source Login,Source Password\n';
    expect(verdictsIn('a@old.example', { pattern }, { source: noAdmin })).toEqual(['no-password']);
    const asked = judged(`${heading}a@old.example,,\nb@old.example,b,`, { pattern, loginUnknown: { source: true } });
    expect(asked.map(({ row }) => row.sourceLogin)).toEqual(['unknown', 'b']);
    expect(verdictsIn(`${heading}a@old.example,unknown,`, { pattern }, { source: noAdmin })).toEqual(['new']);
    expect(verdictsIn(`${heading}a@old.example,Unknown,x`, { pattern })).toEqual(['invalid']);
    expect(verdictsIn(`${heading}a@old.example,"a\u202Eb",x`, { pattern })).toEqual(['invalid']);
    expect(messagesIn(`${heading}a@old.example,a, x`, { pattern })[0]).toContain('begins or ends with a space');
    expect(messagesIn(`${heading}a@old.example,a,0012`, { pattern })[0]).toContain('looks like a number or a date');
    expect(messagesIn(`${heading}a@old.example,a,1.2.2020`, { pattern })[0]).toContain('looks like a number or a date');
  });

  it('for its tags and its wave, and announces waves that are new', () => {
    const text = `Source Email,Destination Email,Tags,Wave
a@old.example,a@new.example," Board; berlin,Berlin;; ", Week 1
b@old.example,b@new.example,,WEEK 1
c@old.example,c@new.example,,bern
d@old.example,d@new.example,,none
a@old.example,x@new.example,,Rome
e@old.example,e@new.example,${'x'.repeat(41)},
f@old.example,f@new.example,,${'x'.repeat(61)}
g@old.example,g@new.example,,"x\u202Ey"`;
    const known = new Set(['bern']);
    const rows = judged(text, {}, { waves: known });
    expect(rows.map(({ verdict, row }) => [verdict, row.tags, row.wave?.slice(0, 6)])).toEqual([
      ['new', 'Board; berlin', 'Week 1'],
      ['new', undefined, 'WEEK 1'],
      ['new', undefined, 'bern'],
      ['new', undefined, undefined],
      ['twice', undefined, 'Rome'],
      ['invalid', 'x'.repeat(41), undefined],
      ['invalid', undefined, 'xxxxxx'],
      ['invalid', undefined, 'x\u202Ey'],
    ]);
    expect(rows.slice(0, 3).flatMap(({ problems }) => problems.map(({ message }) => message))).toEqual([
      'The wave “Week 1” is new and will be created.',
    ]);
    expect(newWavesIn(rows, known)).toEqual(['Week 1']);
  });

  it('for its wave: a project has two hundred at most', () => {
    const waves = new Set(Array.from({ length: 199 }, (_, index) => `w${String(index)}`));
    const text =
      'Source Email,Destination Email,Wave\na@o.example,a@n.example,x\nb@o.example,b@n.example,y\nc@o.example,c@n.example,X';
    expect(verdictsIn(text, {}, { waves })).toEqual(['new', 'invalid', 'new']);
  });

  it('by itself where a quotation mark is wrong', () => {
    const text = 'Source Email,Destination Email\na@old.example,"a@new.example\nb@old.example,b@new.example';
    expect(verdictsIn(text)).toEqual(['invalid', 'new']);
  });

  it('against its own server: a mailbox is not copied onto itself', () => {
    expect(verdictsIn('a@old.example,A@old.example', {}, { isSameServer: true })).toEqual(['invalid']);
    expect(verdictsIn('a@old.example,a@old.example')).toEqual(['new']);
  });
});

describe('a list that was written is read again as it was', () => {
  const LETTERS = [
    'a',
    'ß',
    'Å',
    '中',
    '😀',
    '=',
    '+',
    '-',
    '@',
    "'",
    '"',
    ',',
    ';',
    '\t',
    ' ',
    '\r',
    '\n',
    '|',
    '#',
    '\u00A0',
    '\u200B',
    '\uFEFF',
    '＝',
    '→',
    '0',
    '1',
  ];
  const OF_ADDRESSES = "abz019!#$%&'*+/=?^_`{|}~-";

  it('whatever its names, logins, passwords and addresses are', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = createRandom(seed);
      const pick = <T>(of: ArrayLike<T>): T => of[Math.floor(random() * of.length)]!;
      const text = () => Array.from({ length: Math.floor(random() * 6) }, () => pick(LETTERS)).join('');
      const address = (domain: string) =>
        `${Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(OF_ADDRESSES)).join('')}@${domain}.example`;
      const rows = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, index): ListRow => {
        const row: ListRow = { line: index + 2, sourceEmail: address('old'), destinationEmail: address('new') };
        for (const field of [
          'sourceLogin',
          'sourcePassword',
          'destinationLogin',
          'destinationPassword',
          'contactName',
          'tags',
          'wave',
        ] as const) {
          const value = text();
          if (value !== '') row[field] = value;
        }
        return row;
      });
      const written = writeList(rows);
      expect(readList(written).rows, `seed ${String(seed)}: ${written}`).toEqual(rows);
      // What a spreadsheet would compute is nowhere in it.
      for (const { cells } of cellsOf(written))
        expect(cells.filter((cell) => /^[=+\-@＝＋－＠\t\r]/.test(cell))).toEqual([]);
      // A second time nothing is added.
      expect(writeList(readList(written).rows)).toBe(written);
    }
  });
});

function cellsOf(text: string) {
  return readList(text, { hasHeading: false, delimiter: ',' }).rows.map((row) => ({
    cells: Object.values(row).filter((value) => typeof value === 'string'),
  }));
}

it('ten thousand rows are read and judged in under two seconds', () => {
  const rows = Array.from(
    { length: 10_000 },
    (_, index) => `p${String(index)}@old.example,login${String(index)},"pass, word",p${String(index)}@new.example`,
  );
  const text = `Source Email,Source Login Name,Source Password,Destination Email\r\n${rows.join('\r\n')}\r\n`;
  const from = performance.now();
  const counts = countVerdicts(judgeList(readList(text).rows, facts()));
  expect(performance.now() - from).toBeLessThan(2_000);
  expect(counts.new).toBe(10_000);
});
