import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { fileDropOf } from "../core/demo/file-drop.ts";
import { simulateCompany } from "../core/demo/simulate.ts";
import { readConfig } from "../server/config.ts";

const HELP = `npm run file-drop -- <workspace> [--size 0.05] [--clean] [--seed 1]

Fills a workspace's folder with the changes of a made-up company, so that the file-drop CRM can be tried: people,
pipelines, accounts, contacts, deals with their history in several currencies, leads, activities, and a report of the
folder's own totals. Four records in it cannot be stored, as in a real CRM; --clean leaves them out.
  <workspace>  the end of the workspace's address, as npm run keys lists it
  --size       1 is 10,000 deals and 150,000 activities
  --seed       another company
Then: Connections → File drop → switch on, and fetch.
`;

process.exitCode = await main(process.argv.slice(2));

/** 0: filled; 2: something was not said, or the folder holds changes already. */
async function main(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			size: { type: "string", default: "0.05" },
			seed: { type: "string", default: "1" },
			clean: { type: "boolean" },
			help: { type: "boolean" },
		},
	});
	const [workspace] = positionals;
	const [size, seed] = [Number(values.size), Number(values.seed)];
	if (
		values.help ||
		!workspace ||
		!/^[a-z0-9-]+$/.test(workspace) ||
		!(size > 0 && size <= 5) ||
		!Number.isInteger(seed)
	) {
		process.stdout.write(HELP);
		return values.help ? 0 : 2;
	}
	const home = join(readConfig().fileDropRoot, workspace);
	if ((await readdir(join(home, "changes")).catch(() => [])).length > 0) {
		process.stderr.write(`${home}/changes holds files already. Delete them first, or drop your own beside them.\n`);
		return 2;
	}
	const company = simulateCompany({ seed, now: Date.now(), size });
	const files = fileDropOf(company, { flaws: !values.clean });
	for (const { name, text } of files) {
		await mkdir(dirname(join(home, name)), { recursive: true, mode: 0o700 });
		await writeFile(join(home, name), text, { mode: 0o600 });
	}
	const { deals, leads, activities } = company;
	process.stdout.write(
		`${files.length} files in ${home}: ${deals.length} deals, ${leads.length} leads, ${activities.length} activities.\n`,
	);
	return 0;
}
