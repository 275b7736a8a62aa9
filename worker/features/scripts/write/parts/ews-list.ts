/** How EWS names programs, and how its lists of them are read. */
export function ewsListPart(): string {
  return `# The name that Mailferry gives to servers, and the entry for it: with a wildcard, as a version may stand behind the name.
$program = 'Mailferry'
$agent = 'Mailferry*'
# Of tenants on hosted servers: their own settings.
$whole = @{}
if ($owner.Count -gt 0) { $whole = @{ Identity = $organization } }
function Test-Listed($List) {
    foreach ($one in @($List)) { if ("$one" -and $program -like "$one") { return $true } }
    return $false
}`;
}
