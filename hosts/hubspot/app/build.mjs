// Builds each card, page and settings as HubSpot's own builder does, and the host page that previews them, into dist/.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { remoteBuild } from "@hubspot/ui-extensions-dev-server/build";
import { build } from "esbuild";

// Whoever starts us, as a test does: what is built is what is uploaded.
process.env.NODE_ENV = "production";
const ROOT = import.meta.dirname;
const DIST = join(ROOT, "dist");
/** Most bytes of one entry's bundle, minified. */
const BUDGET = 60_000;

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST, { recursive: true });
const entries = [];
for (const folder of ["cards", "settings", "pages"]) {
	const root = join(ROOT, "src/app", folder);
	for (const file of readdirSync(root).filter((name) => name.endsWith("-hsmeta.json"))) {
		const { uid, type, config } = JSON.parse(readFileSync(join(root, file), "utf8"));
		const entry = config.entrypoint.split("/").at(-1);
		const outputDir = join(DIST, uid);
		await remoteBuild({ root, entryPoint: entry, outputDir, logLevel: "error" });
		const bundle = readdirSync(outputDir).find((name) => name.endsWith(".js"));
		const { length } = readFileSync(join(outputDir, bundle));
		if (length > BUDGET) throw new Error(`${uid}: ${length} bytes, more than the ${BUDGET} that an entry may have`);
		entries.push({
			uid,
			name: config.name ?? { settings: "Settings", page: "Page" }[type],
			location: config.location ?? { settings: "settings", page: "pages" }[type],
			objectTypes: config.objectTypes ?? [],
			bundle: `${uid}/${bundle}`,
			bytes: length,
		});
	}
}
const given = { bundle: true, minify: true, format: "iife", target: "es2022", logLevel: "error" };
const define = { "process.env.NODE_ENV": '"production"' };
await build({ ...given, define, entryPoints: [join(ROOT, "preview/worker.ts")], outfile: join(DIST, "worker.js") });
await build({
	...given,
	define,
	entryPoints: [join(ROOT, "preview/host.tsx")],
	outfile: join(DIST, "host.js"),
	jsx: "automatic",
});
for (const file of ["index.html", "preview.css"])
	writeFileSync(join(DIST, file), readFileSync(join(ROOT, "preview", file)));
writeFileSync(join(DIST, "entries.json"), `${JSON.stringify(entries, null, "\t")}\n`);
console.log(entries.map(({ uid, bytes }) => `${uid}  ${bytes} bytes`).join("\n"));
