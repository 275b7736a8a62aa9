/** Where a script lies: it reads and writes its files there. */
export function folderPart(): string {
  return `$folder = (Get-Location -PSProvider FileSystem).ProviderPath
if ($MyInvocation.MyCommand.Path) { $folder = Split-Path -Parent $MyInvocation.MyCommand.Path }`;
}
