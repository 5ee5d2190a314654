import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { compressAll, iconOf, PAGES } from "./build-web.ts";

const ROOT = join(import.meta.dirname, "..");
const OUT = join(ROOT, "hosts/teams/dist");

/**
 * Builds the pages that Teams frames into hosts/teams/dist: minified, names that carry the hash of what is in them,
 * compressed copies beside them, and an index page whose `{{frames}}` the server fills in. Prints how large it is.
 */
export async function buildTeams(): Promise<{ kb: number }> {
	await rm(OUT, { recursive: true, force: true });
	await mkdir(OUT, { recursive: true });
	const result = await build({
		...PAGES,
		entryPoints: ["hosts/teams/web/main.tsx"],
		outdir: OUT,
	});
	const entry = Object.entries(result.metafile.outputs).find(([, o]) => o.entryPoint === "hosts/teams/web/main.tsx");
	if (!entry) throw new Error("esbuild made no entry for hosts/teams/web/main.tsx");
	const [script, { cssBundle = "", bytes }] = entry;
	await writeFile(join(OUT, "index.html"), indexPage(basename(script), basename(cssBundle)));
	await writeFile(join(OUT, "icon.svg"), iconOf(7));
	await writeFile(join(OUT, "privacy.html"), PRIVACY);
	await compressAll(OUT);
	return { kb: Math.round(bytes / 1024) };
}

function indexPage(script: string, style: string): string {
	return `<!doctype html>
<html lang="en" dir="ltr" data-look="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="courtside-frames" content="{{frames}}">
<title>Courtside</title>
<link rel="icon" href="/teams/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/teams/${style}">
<script type="module" src="/teams/${script}"></script>
</head>
<body>
<noscript>Courtside needs JavaScript.</noscript>
<div id="root"></div>
</body>
</html>
`;
}

/** What the manifest's links to privacy and terms lead to. */
const PRIVACY = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Courtside in Teams: what it knows</title></head>
<body>
<main>
<h1>Courtside in Teams: what it knows</h1>
<p>This server is run by your own company, or by whoever your company chose. It learns from Teams who you are, and of a meeting its title, time and link, once you open Courtside in it.</p>
<p>It listens only when you press the button and everybody has agreed; it says so as long as it does. Customers and guests see agenda and agreed steps, and only when you show them.</p>
<p>A meeting's sound and words are kept for as long as your administrator has set, and you can delete a meeting of yours at any time.</p>
</main>
</body>
</html>
`;

if (import.meta.main) {
	const began = performance.now();
	const { kb } = await buildTeams();
	console.log(`Teams pages built: ${kb} kB, ${Math.round(performance.now() - began)} ms`);
}
