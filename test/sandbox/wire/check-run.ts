import { describeShapes, validateShapes } from './validate-shapes.ts';

/** `node check-run.ts <folder>`: validates what a test run kept there, says what it was, and fails on any problem. */
const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Which folder?');
const report = validateShapes(folder);
if (report === undefined) {
  const isCi = process.env['CI'] === 'true';
  process.stdout.write('skipped: the EWS schemas (../shared/ews-schema) or xmllint are missing\n');
  process.exit(isCi ? 1 : 0);
}
process.stdout.write(`${describeShapes(report)}\n`);
// A run that showed nothing proves nothing.
process.exit(report.problems.length > 0 || Object.keys(report.kept).length === 0 ? 1 : 0);
