import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "./build.ts";
import { servePage } from "./serve.ts";
import { signStatement } from "./statement.ts";

/*
 * The cards beside a record, for whoever the address names: `?cards=deal&deal=006…&user=maria@…&language=de`. Whose records
 * there are, where Courtside is and the key of the organisation come on standard input; the page's address is printed.
 */
const given = JSON.parse(await text(process.stdin)) as {
	courtside: string;
	signingKey: string;
	orgId: string;
	records: [id: string, object: string][];
};
const built = join(import.meta.dirname, "dist/labels.json");
const sources = join(import.meta.dirname, "../force-app/main/default");
const newest = Math.max(
	...readdirSync(sources, { recursive: true, encoding: "utf8" }).map((file) => statSync(join(sources, file)).mtimeMs),
);
if (!existsSync(built) || statSync(built).mtimeMs < newest) await build();
const records = new Map(given.records);
const { courtside } = given;
const page = await servePage((query) => ({
	...{ language: query.get("language") ?? "en", records, courtside },
	statement: () =>
		signStatement(given.signingKey, { iss: given.orgId, email: query.get("user") ?? "", aud: new URL(courtside).origin }),
}));
console.log(page.url);
process.on("SIGTERM", () => process.exit(0));
