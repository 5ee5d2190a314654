import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

// Builds HubSpot's cards and the page that previews them; their tree is installed first where it is not.
const TREE = join(import.meta.dirname, "../hosts/hubspot/app");
if (!existsSync(join(TREE, "node_modules/.package-lock.json"))) run("npm", ["ci", "--no-audit", "--no-fund"]);
run(process.execPath, ["build.mjs"]);
if (process.argv.includes("--test")) run(process.execPath, ["node_modules/vitest/vitest.mjs", "run"]);

function run(command: string, args: string[]): void {
	const { status } = spawnSync(command, args, { cwd: TREE, stdio: "inherit" });
	if (status !== 0) process.exit(status ?? 1);
}
