// Fails when a test of the report was skipped; ends with one line that counts them.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2] ?? '.tmp/tests.json', 'utf8'));
const tests = report.testResults.flatMap((file) =>
  file.assertionResults.map((test) => ({ ...test, file: file.name })),
);
const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.status));
for (const test of skipped) console.error(`skipped: ${test.file}: ${test.fullName}`);
if (skipped.length > 0) process.exitCode = 1;
const count = (status) => tests.filter((test) => test.status === status).length;
console.log(`${count('passed')} passed, ${count('failed')} failed, ${skipped.length} skipped`);
