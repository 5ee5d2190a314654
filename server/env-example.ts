import { type Setting, settings } from "./settings.ts";

/** The text of `.env.example`: every setting, commented out, with what it does and what holds without it. */
export function envExample(): string {
	const entries = Object.values<Setting>(settings).map(
		({ name, what, byDefault, example }) => `# ${what}\n# Unset: ${byDefault}.\n# ${name}=${example}\n`,
	);
	return [
		"# Copy to .env and uncomment what you need. Nothing here is needed to try Courtside.",
		"# This file is made from server/settings.ts by: node scripts/write-env-example.ts\n",
		...entries,
	].join("\n");
}
