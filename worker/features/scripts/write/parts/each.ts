import { psText } from '../../quote.ts';

type Words = {
  /** For the progress bar, such as `Granting full access`. */
  activity: string;
  /** As in `3 of 5 granted`. */
  done: string;
  /** As in `2 already had it`. */
  already: string;
};

/** Works through a list: one refusal stops nothing, and the last line counts. */
export function eachPart({ activity, done, already }: Words): string {
  return `# One after another. What is refused is said with its reason, and the rest goes on.
function Invoke-Each($Items, [scriptblock]$Do) {
    $all = @($Items)
    $counts = @{ done = 0; already = 0; refused = 0 }
    $index = 0
    foreach ($item in $all) {
        # A clean-up goes through the keys of the record. People know the address.
        $label = "$item"
        if ($recorded -is [hashtable] -and $recorded.ContainsKey($label) -and $recorded[$label].Address) { $label = $recorded[$label].Address }
        Write-Progress -Activity ${psText(activity)} -Status $label -PercentComplete (100 * $index / $all.Count)
        $index = $index + 1
        try { $counts[(& $Do $item)] += 1 }
        catch {
            $counts['refused'] += 1
            Write-Warning ($label + ': ' + $_.Exception.Message)
        }
    }
    Write-Progress -Activity ${psText(activity)} -Status 'Done' -Completed
    $word = ${psText(done)}
    if ($preview) { $word = 'would be ' + $word }
    return ('{0} of {1} {2}, {3} {4}, {5} refused.' -f $counts['done'], $all.Count, $word, $counts['already'], ${psText(already)}, $counts['refused'])
}`;
}
