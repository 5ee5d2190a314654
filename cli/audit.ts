import { parseArgs } from "node:util";
import { checkAudit } from "../server/audit/check.ts";
import type { ChainState } from "../server/audit/verify.ts";
import { createSealer } from "../server/auth/seal.ts";
import { readConfig } from "../server/config.ts";
import { openDatabase } from "../server/db/connect.ts";
import { migrate } from "../server/db/migrate.ts";
import { startEmbedded } from "../server/embedded/start.ts";
import { masterKeysOf } from "../server/secrets.ts";
import { openStorage } from "../server/storage/open-storage.ts";
import { say as word } from "../server/views/viewer.ts";

const HELP = `npm run audit -- verify [--workspace SLUG]

Reads the audit of every workspace (or one) from its first entry, recomputes every hash, and compares the daily seals.
Ends with 0 when all are whole, with 1 when one is not. An exported file is checked without Courtside:
  node cli/verify-audit-export.mjs FILE.jsonl
`;
const VIEWER = { locale: "en", zone: "UTC" };

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	return 2;
});

async function main(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { workspace: { type: "string" }, help: { type: "boolean" } },
	});
	if (values.help || positionals[0] !== "verify") {
		process.stdout.write(HELP);
		return values.help ? 0 : 2;
	}
	const config = readConfig();
	const server = config.databaseUrl ? null : await startEmbedded({ home: config.home });
	const database = openDatabase({ url: config.databaseUrl ?? server?.url ?? "", name: "courtside audit" });
	try {
		await migrate(database);
		const { current, former } = masterKeysOf(config);
		const deps = {
			database,
			storage: openStorage(config),
			sealer: createSealer(current, former),
		};
		const tenants = await database.asSystem((trx) =>
			trx.selectFrom("tenants").select(["tenant_id", "slug"]).orderBy("tenant_id").execute(),
		);
		const wanted = tenants.filter(({ slug }) => values.workspace === undefined || slug === values.workspace);
		if (wanted.length === 0) throw new Error(`There is no workspace ${values.workspace ?? ""}.`);
		let whole = true;
		for (const { tenant_id, slug } of wanted) {
			const state = await checkAudit(deps, tenant_id);
			process.stdout.write(`${slug}: ${told(state)}\n`);
			whole &&= state.ok;
		}
		return whole ? 0 : 1;
	} finally {
		await database.close();
		await server?.stop();
	}
}

function told(state: ChainState): string {
	if (state.ok) return `whole, ${state.entries} entries, ${state.seals} seals, head ${state.head}`;
	return `NOT WHOLE: ${word(VIEWER, `audit.broken.${state.reason}`, { seq: state.brokenAt })}`;
}
