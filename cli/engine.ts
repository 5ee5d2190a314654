import { bookings } from "./engine-bookings.ts";
import { classify } from "./engine-classify.ts";
import type { EngineCommand } from "./engine-command.ts";
import { newProgress, readOptions, UnusableInput, usage } from "./engine-command.ts";
import { districts } from "./engine-districts.ts";
import { dueDates } from "./engine-due-dates.ts";
import { hierarchy } from "./engine-hierarchy.ts";
import { meeting } from "./engine-meeting.ts";
import { pmedian } from "./engine-pmedian.ts";
import { series } from "./engine-series.ts";
import { territories } from "./engine-territories.ts";
import { utterances } from "./engine-utterances.ts";

/** Engines that exist. Each is one file `cli/engine-<name>.ts`; what is not here does not work yet. */
const COMMANDS: EngineCommand[] = [
	series,
	hierarchy,
	bookings,
	classify,
	pmedian,
	territories,
	districts,
	utterances,
	dueDates,
	meeting,
];

process.exitCode = await main(process.argv.slice(2));

/** Runs one engine on files. 0: done; 2: what was given cannot be used. */
async function main([name, ...args]: string[]): Promise<number> {
	const command = COMMANDS.find((c) => c.name === name);
	if (!command) {
		const isAsked = name === undefined || name === "help" || name === "--help";
		(isAsked ? process.stdout : process.stderr).write(overview(isAsked ? null : name));
		return isAsked ? 0 : 2;
	}
	if (args.includes("--help")) {
		process.stdout.write(`${usage(command)}\n`);
		return 0;
	}
	try {
		await command.run(
			readOptions(command, args),
			newProgress(performance.now.bind(performance), (text) => process.stderr.write(text)),
		);
		return 0;
	} catch (fault) {
		if (!(fault instanceof UnusableInput)) throw fault;
		process.stderr.write(`${fault.message}\n`);
		return 2;
	}
}

function overview(unknown: string | null): string {
	const list = COMMANDS.map((c) => `  ${c.name.padEnd(12)} ${c.summary}`).join("\n");
	const said = unknown === null ? "" : `There is no engine "${unknown}" here.\n\n`;
	return `${said}npm run --silent engine -- <command> [options]    (--help after a command says more)\n\n${list}\n`;
}
