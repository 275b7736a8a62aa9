import { describe, expect, it } from 'vitest';
import { parseUsers } from '../../app/lib/parse-users.ts';

const usersIn = (text: string) => parseUsers(text).lines.flatMap((line) => ('user' in line ? [line.user] : []));
const problemsIn = (text: string) =>
  parseUsers(text).lines.flatMap((line) => ('problem' in line ? [`${String(line.line)}: ${line.problem}`] : []));

const ANNA = { name: 'Anna Lind', addresses: ['anna@x.example'] };

describe('users from a file', () => {
  it.each([
    ['comma', 'Name,Email\nAnna Lind,anna@x.example'],
    ['another order and case, and blank lines', '\n\r\nE-MAIL;Further;NAME\r\nanna@x.example;x;Anna Lind\r\n\r\n'],
    ['a byte order mark', '\uFEFFName,Email\nAnna Lind,anna@x.example'],
    ['Excel in German', 'sep=;\nAnzeigename;E-Mail-Adresse\nAnna Lind;anna@x.example'],
    ['Excel, which names any delimiter', 'sep=|\nName|Mail\nAnna Lind|anna@x.example'],
    ['tabs', 'Display Name\tEmail Address\nAnna Lind\tanna@x.example'],
    [
      'Export-Csv of Windows PowerShell',
      '#TYPE Selected.Microsoft.Exchange.Data\n"DisplayName","PrimarySmtpAddress"\n"Anna Lind","anna@x.example"',
    ],
    ['first and last name', 'Last Name,First Name,Mail\nLind,Anna,anna@x.example'],
    ['French', 'Prénom,Nom complet,Adresse e-mail\nAnna,Anna Lind,anna@x.example'],
    ['quotes', '"Name","Email"\n"Anna Lind","anna@x.example"'],
    ['no heading', 'Anna Lind,anna@x.example'],
    ['hidden characters', 'Name,Email\n\u00A0Anna Lind ,\u200Banna@x.example\u00A0;'],
    ['an address in brackets', 'Name,Email\nAnna Lind,<anna@x.example>'],
  ])('%s', (_, text) => {
    expect(parseUsers(text).lines.map((line) => ('user' in line ? line.user : line.problem))).toEqual([ANNA]);
  });

  it('takes all addresses of a row, as Exchange lists them too, and names the columns that it does not use', () => {
    const text =
      'DisplayName,PrimarySmtpAddress,EmailAddresses,Department\nAnna,anna@x.example,"smtp:a@x.example;SMTP:anna@x.example;X500:/o=Old/cn=anna;sip:anna@x.example",Sales';
    expect(usersIn(text)).toEqual([{ name: 'Anna', addresses: ['anna@x.example', 'a@x.example'] }]);
    expect(parseUsers(text).ignored).toEqual(['Department']);
    expect(usersIn('Source Email,Destination Email\na@x.example,b@y.example')).toEqual([
      { addresses: ['a@x.example', 'b@y.example'] },
    ]);
  });

  it('keeps quotes, delimiters and line ends inside a cell', () => {
    expect(usersIn('Name,Email\n"Lind, Anna ""Ann""",anna@x.example\n"a\nb",b@x.example')).toEqual([
      { name: 'Lind, Anna "Ann"', addresses: ['anna@x.example'] },
      { name: 'a\nb', addresses: ['b@x.example'] },
    ]);
  });

  it('says row by row what is wrong', () => {
    expect(
      problemsIn(
        'sep=,\n\nName,Email\nAnna,anna@x.example\nBen,\nCleo,cleo(at)x.example\nAnn,ANNA@x.example\nDan,dan @x.example',
      ),
    ).toEqual([
      '5: The e-mail address is missing.',
      '6: cleo(at)x.example is not an e-mail address.',
      '7: ANNA@x.example is already in row 4.',
      '8: dan is not an e-mail address.',
    ]);
    expect(problemsIn('Name,Department\nAnna,Sales')).toEqual([
      '1: No column has the e-mail addresses. Name one of them “Email”.',
    ]);
    expect(problemsIn('Name,Email\n"Anna,anna@x.example')).toEqual(['2: A quotation mark is missing.']);
    expect(parseUsers('')).toEqual({ lines: [], ignored: [] });
  });

  it('reads ten thousand rows in a moment, and a cell of a million spaces too', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `Person ${String(index)},p${String(index)}@x.example`);
    const from = performance.now();
    expect(usersIn(`Name,Email\n${rows.join('\n')}`)).toHaveLength(10_000);
    expect(problemsIn(`Name,Email\nAnna,${' '.repeat(1_000_000)}x`)).toHaveLength(1);
    expect(problemsIn(`Name,Email\nAnna,${'a@'.repeat(500_000)}`)).toHaveLength(1);
    expect(performance.now() - from).toBeLessThan(3_000);
  });
});
