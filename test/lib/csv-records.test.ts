import { describe, expect, it } from 'vitest';
import { csvRecords } from '../../worker/lib/csv/records.ts';

const cellsIn = (text: string, delimiter?: string) => csvRecords(text, delimiter).map(({ cells }) => cells);

describe('the records of a CSV file', () => {
  it.each([
    ['LF', 'a,b\n1,2\n3,4\n'],
    ['CRLF', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['CR alone', 'a,b\r1,2\r3,4'],
    ['line ends of all kinds', 'a,b\r\n1,2\r3,4\n'],
    ['semicolons that the file names', 'sep=;\r\na;b\r\n1;2\r\n3;4'],
    ['the same with CR alone', 'SEP=;\ra;b\r1;2\r3;4'],
    ['tabs', 'a\tb\n1\t2\n3\t4'],
    ['blank lines before the heading', '\r\n \r\n;;\r\na;b\r\n1;2\r\n3;4'],
    [
      'Export-Csv',
      '#TYPE Selected.Microsoft.Exchange.Data.Directory.Management.Mailbox\r\n"a","b"\r\n"1","2"\r\n"3","4"',
    ],
    ['Export-Csv, saved again by Excel', '#TYPE System.Management.Automation.PSCustomObject;\r\na;b\r\n1;2\r\n3;4'],
    ['spaces behind quotes', '"a" ,b\n"1","2" \n3,"4"'],
  ])('%s', (_, text) => {
    expect(cellsIn(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('skips nothing but what spreadsheets and PowerShell write', () => {
    expect(cellsIn('#,Email\n1,a@x.example')).toEqual([
      ['#', 'Email'],
      ['1', 'a@x.example'],
    ]);
    expect(cellsIn('#TYPE of mailbox,Email\n1,a@x.example')[0]).toEqual(['#TYPE of mailbox', 'Email']);
    expect(cellsIn('sep=ab,Email\n1,a@x.example')[0]).toEqual(['sep=ab', 'Email']);
    expect(cellsIn('a,b\nsep=;,2')[1]).toEqual(['sep=;', '2']);
  });

  it('keeps line ends, delimiters and quotes inside a cell, whatever the line ends are', () => {
    for (const end of ['\n', '\r', '\r\n'])
      expect(cellsIn(`a,b${end}"x\ny\r\nz\r","say ""hi"", you"${end}`, ',')[1]).toEqual([
        'x\ny\r\nz\r',
        'say "hi", you',
      ]);
    expect(cellsIn('a,b\nx"y,z""', ',')[1]).toEqual(['x"y', 'z""']);
  });

  it('lets a wrong quotation mark break its own line alone', () => {
    const records = csvRecords('a,b\n1,"2\n3,4\n5,"6"7\n8,"9"', ',');
    expect(records.map(({ line, isBroken }) => [line, isBroken])).toEqual([
      [1, false],
      [2, true],
      [3, false],
      [4, true],
      [5, false],
    ]);
    expect(records[4]!.cells).toEqual(['8', '9']);
  });

  it('takes linear time on what is meant to be hard', () => {
    const from = performance.now();
    csvRecords(`a,b\n"${'x"y'.repeat(200_000)}`, ',');
    csvRecords(`a,b\n${'"x"'.repeat(100_000)}${' '.repeat(100_000)},`, ',');
    csvRecords(`a,b\n${'"\n'.repeat(100_000)}`, ',');
    csvRecords(`a,b\n${'"""""\n""""\n'.repeat(100_000)}`, ',');
    csvRecords('\n'.repeat(1_000_000), ',');
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});
