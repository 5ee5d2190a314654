import { ConfigError, readConfig } from "../server/config.ts";
import { openDatabase } from "../server/db/connect.ts";
import { joinEmbedded } from "../server/embedded/start.ts";
import { keptLetters } from "./kept-letters.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);

process.exitCode = await main();

/** Prints the newest mails that a server without mail server keeps: for whoever runs it and cannot sign in. */
async function main(): Promise<number> {
	try {
		const config = readConfig();
		if (config.smtpUrl) {
			say("Mails go out through SMTP_URL; none is kept here.");
			return 0;
		}
		const embedded = config.databaseUrl ? null : await joinEmbedded(config.home);
		const url = config.databaseUrl ?? embedded?.url;
		if (!url) {
			say("The server is not running. Start it with npm start, then ask again.");
			return 1;
		}
		const database = openDatabase({ url, max: 2, name: "courtside mailbox" });
		try {
			const letters = await keptLetters(database, config);
			if (letters.length === 0) say("No mails yet.");
			for (const letter of letters) say(letter);
		} finally {
			await database.close();
			await embedded?.stop();
		}
		return 0;
	} catch (error) {
		say((error as Error).message);
		if (!(error instanceof ConfigError)) throw error;
		return 1;
	}
}
