import { createInterface } from "node:readline/promises";
import { ConfigError, readConfig } from "../server/config.ts";
import { settings } from "../server/settings.ts";
import { countRows, type DoomedRows, destroy, findDoomed } from "./reset-plan.ts";

process.exitCode = await main(process.argv.slice(2));

/** Deletes the data folder's contents after naming them and asking. 0: done or nothing to do; 1: refused. */
async function main(args: string[]): Promise<number> {
	const config = settled();
	if (!config) return 1;
	if (config.databaseUrl) {
		return refuse(
			`${settings.databaseUrl.name} is set, and reset never touches a database server. ` +
				"To begin anew there, make an empty database and point it there.",
		);
	}
	const { home } = config;
	if (findDoomed(home).length === 0) {
		say(`There is nothing to delete in ${home}.`);
		return 0;
	}

	let rows: DoomedRows[] = [];
	let unknown = "";
	if (findDoomed(home).some(({ what }) => what.startsWith("the embedded database"))) {
		try {
			rows = await countRows(home);
		} catch (error) {
			if (/already runs on/.test((error as Error).message)) return refuse((error as Error).message);
			unknown = (error as Error).message;
		}
	}

	// Looking at the rows may have written a log.
	const doomed = findDoomed(home);
	say("This deletes, for good:");
	for (const { path, what, bytes } of doomed) say(`  ${path}  ${what}, ${(bytes / 1e6).toFixed(1)} MB`);
	if (rows.length > 0)
		say(`Rows in it: ${rows.map(({ table, rows: n }) => `${table} ${n.toLocaleString("en")}`).join(", ")}.`);
	if (config.s3) say(`Files in the bucket ${config.s3.bucket} stay there.`);
	if (unknown) say(`What rows are in it cannot be told: ${unknown}`);

	if (!args.includes("--yes") && !(await isMeant())) return refuse("Nothing was deleted.");
	destroy(doomed, home);
	say("Deleted. npm start begins anew.");
	return 0;
}

function settled() {
	try {
		return readConfig();
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		refuse(error.message);
		return null;
	}
}

async function isMeant(): Promise<boolean> {
	if (!process.stdin.isTTY) {
		say("Nobody is here to ask. Say --yes to delete.");
		return false;
	}
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question('Type "delete" to go on: ');
	terminal.close();
	return answer.trim() === "delete";
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

function refuse(why: string): number {
	process.stderr.write(`${why}\n`);
	return 1;
}
