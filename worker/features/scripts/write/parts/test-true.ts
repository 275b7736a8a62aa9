/** Objects that come from another computer hold texts: there even "False" would count as true. */
export function testTruePart(): string {
  return `function Test-True($Value) { return ("$Value" -eq 'True') }`;
}
