import { examine, type Finding } from "./doctor-checks.ts";

const MARKS: Record<Finding["state"], string> = { on: "on   ", off: "off  ", fault: "FAULT" };

const findings = await examine();
const WIDTH = Math.max(...findings.map(({ name }) => name.length));
for (const { name, state, says, change } of findings) {
	const hint = change ? `${says ? "  — " : ""}${change}` : "";
	process.stdout.write(`${MARKS[state]}  ${name.padEnd(WIDTH)}  ${says}${hint}\n`);
}
const faults = findings.filter((finding) => finding.state === "fault").length;
process.stdout.write(faults === 0 ? "\nEverything that is on works.\n" : `\n${faults} to mend, marked FAULT.\n`);
process.stdout.write("What each setting does is in .env.example.\n");
// Connections that hang must not keep an answer that is given.
process.exit(faults === 0 ? 0 : 1);
