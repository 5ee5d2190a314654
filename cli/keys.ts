import { parseArgs } from "node:util";
import {
	destroyKeys,
	type KeyStanding,
	keyStandings,
	resealSecrets,
	rewrapKeys,
	rotateDataKey,
} from "../server/auth/rotate-keys.ts";
import { createSealer } from "../server/auth/seal.ts";
import { readConfig } from "../server/config.ts";
import { type Database, openDatabase } from "../server/db/connect.ts";
import { migrate } from "../server/db/migrate.ts";
import { ensureCurrentPartitions } from "../server/db/partitions.ts";
import { startEmbedded } from "../server/embedded/start.ts";
import { masterKeysOf, replaceKeyFile } from "../server/secrets.ts";
import { InputFault } from "./input-fault.ts";

const HELP = `npm run keys [-- rotate | rewrap | new-master | destroy] [--workspace SLUG] [--yes]

Each workspace's secrets are sealed under a key of its own, and those keys under the master key.
  (nothing)    how every workspace's secrets are kept
  rotate       gives each workspace (or the one named) a new key and seals its secrets anew; everything runs on
  new-master   makes a new master key in the data folder and keeps the former beside it; then restart and rewrap.
               With MASTER_KEY: put the new one there, the former into MASTER_KEY_OLD, restart every process, rewrap
  rewrap       wraps all keys with the present master key; after it the former is not needed any more
  destroy      deletes a workspace's keys and secrets for good, wherever copies of the database lie; asks for --yes
`;

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	return error instanceof InputFault ? 2 : 1;
});

/** 0: done; 1: it broke; 2: something was not said. */
async function main(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { workspace: { type: "string" }, yes: { type: "boolean" }, help: { type: "boolean" } },
	});
	const [command = "status"] = positionals;
	if (values.help) return say(HELP);
	const config = readConfig();
	if (command === "new-master") {
		replaceKeyFile(config);
		return say(
			"There is a new master key; the former is kept beside it. Restart the server, then: npm run keys -- rewrap",
		);
	}
	const embedded = config.databaseUrl ? null : await startEmbedded({ home: config.home });
	const database = openDatabase({ url: config.databaseUrl ?? embedded?.url ?? "", max: 3, name: "courtside keys" });
	try {
		await migrate(database);
		await ensureCurrentPartitions(database, Date.now());
		const keys = masterKeysOf(config);
		const master = createSealer(keys.current, keys.former);
		const standings = await keyStandings(database, master);
		const chosen = standings.filter(({ slug }) => values.workspace === undefined || slug === values.workspace);
		if (chosen.length === 0) throw new InputFault(`There is no workspace "${values.workspace}".`);
		if (command === "status") return chosen.reduce((_, standing) => say(lineOf(standing)), 0);
		if (command === "rotate") return await rotate(database, master, chosen);
		if (command === "rewrap") {
			const rewrapped = await rewrapKeys(database, master);
			let resealed = 0;
			for (const { tenantId } of standings) resealed += await resealSecrets(database, master, tenantId);
			say(`${rewrapped} keys and mails and ${resealed} secrets are under the present master key.`);
			return say("The former is needed only to verify seals of the audit that were made with it: keep it apart.");
		}
		if (command === "destroy") return await destroy(database, chosen, values);
		throw new InputFault(`There is no "${command}". npm run keys -- --help says what there is.`);
	} finally {
		await database.close();
		await embedded?.stop();
	}
}

async function rotate(
	database: Database,
	master: ReturnType<typeof createSealer>,
	chosen: KeyStanding[],
): Promise<number> {
	for (const { tenantId, slug } of chosen) {
		const resealed = await rotateDataKey(database, master, tenantId, Date.now());
		say(`${slug}: a new key; ${resealed} sealed anew`);
	}
	return 0;
}

async function destroy(
	database: Database,
	chosen: KeyStanding[],
	given: { workspace?: string | undefined; yes?: boolean | undefined },
): Promise<number> {
	const [only] = chosen;
	if (!given.workspace || !only) throw new InputFault("Say whose keys with --workspace.");
	if (!given.yes) {
		throw new InputFault(`This makes ${only.secrets} secrets of ${only.slug} unreadable for ever. Say --yes to do it.`);
	}
	const keys = await destroyKeys(database, only.tenantId);
	return say(`${only.slug}: ${keys} keys destroyed. Its connections must be made again.`);
}

function lineOf({ slug, kid, since, secrets, behind, wrappedByFormer }: KeyStanding): string {
	if (!kid && secrets === 0) return `${slug}: no secrets`;
	const age = since === null ? "" : ` since ${new Date(since).toISOString().slice(0, 10)}`;
	const notes = [
		...(behind > 0 ? [`${behind} under an older key: npm run keys -- rotate`] : []),
		...(wrappedByFormer > 0 ? [`${wrappedByFormer} wrapped by a former master key: npm run keys -- rewrap`] : []),
	];
	return [`${slug}: ${secrets} sealed under ${kid ?? "the master key"}${age}`, ...notes].join("; ");
}

function say(line: string): number {
	process.stdout.write(line.endsWith("\n") ? line : `${line}\n`);
	return 0;
}
