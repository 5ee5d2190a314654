// Prints `N passed, N failed, N skipped` over vitest's JSON reports, as the last line of .ci/run.
import { readFileSync } from "node:fs";

const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const sum = (key) => reports.reduce((total, report) => total + report[key], 0);
console.log(`${sum("numPassedTests")} passed, ${sum("numFailedTests")} failed, ${sum("numPendingTests")} skipped`);
if (sum("numPassedTests") === 0 || sum("numFailedTests") > 0) process.exit(1);
