import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import Draft4 from "ajv-draft-04";
import formats from "ajv-formats";
import { packageFaults } from "./app/faults.ts";
import { type TeamsApp, teamsManifest } from "./app/manifest.ts";
import { packageFiles, zipOf } from "./app/package.ts";

/** The vendor's own schema lies in its package of types, so no network is asked. */
const SCHEMA = "@microsoft/app-manifest/build/json-schemas/teams/v1.24/MicrosoftTeams.schema.json";
const HELP = `Makes the package that is uploaded at Teams, and checks it: by the vendor's schema, and for what that lets through.

  npm run teams:package -- --url https://courtside.example.com --client-id <application id> [--version 1.0.0] [--out courtside-teams.zip]

The same package can be downloaded in Courtside under Settings, Microsoft Teams.
`;

/** The faults of a package; empty: Teams takes it. */
export async function faultsOf(app: TeamsApp, manifest: object = teamsManifest(app)): Promise<string[]> {
	const ajv = new Draft4.default({ strict: false, allErrors: true });
	formats.default(ajv);
	const check = ajv.compile(JSON.parse(await readFile(createRequire(import.meta.url).resolve(SCHEMA), "utf8")));
	const bySchema = check(manifest) ? [] : (check.errors ?? []).map((e) => `${e.instancePath || "/"} ${e.message}`);
	return [...bySchema, ...packageFaults(packageFiles(app), app)];
}

if (import.meta.main) {
	const { values } = parseArgs({
		options: {
			url: { type: "string" },
			"client-id": { type: "string" },
			version: { type: "string", default: "1.0.0" },
			out: { type: "string", default: "courtside-teams.zip" },
			help: { type: "boolean", default: false },
		},
	});
	const { url, "client-id": clientId, version, out } = values;
	if (values.help || !url || !clientId) {
		process.stdout.write(HELP);
		process.exit(values.help ? 0 : 2);
	}
	const app = { origin: url.replace(/\/+$/, ""), clientId, version };
	const faults = await faultsOf(app);
	if (faults.length > 0) {
		process.stderr.write(`Teams would not take this package:\n${faults.map((fault) => `  ${fault}\n`).join("")}`);
		process.exit(2);
	}
	await writeFile(out, zipOf(packageFiles(app)));
	process.stdout.write(`${out} is ready. Upload it at Teams: Apps, Manage your apps, Upload an app.\n`);
}
