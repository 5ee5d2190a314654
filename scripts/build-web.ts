import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { type BuildOptions, build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const OUT = join(ROOT, "hosts/web/dist");

/** How pages are made: in pieces, minified, names that carry the hash of what is in them. */
export const PAGES = {
	absWorkingDir: ROOT,
	bundle: true,
	splitting: true,
	format: "esm",
	target: ["chrome120", "firefox121", "safari17"],
	minify: true,
	sourcemap: false,
	metafile: true,
	legalComments: "none",
	entryNames: "[name]-[hash]",
	chunkNames: "[name]-[hash]",
	assetNames: "[name]-[hash]",
	jsx: "automatic",
	define: { "process.env.NODE_ENV": '"production"' },
	logLevel: "warning",
} satisfies BuildOptions;

/**
 * Builds the portal into hosts/web/dist: minified, one piece a page, names that carry the hash of what is in them,
 * compressed copies beside them, and an index page without any inline script. Prints how large it is.
 */
export async function buildWeb(): Promise<{ files: number; firstLoadKb: number }> {
	await rm(OUT, { recursive: true, force: true });
	await mkdir(OUT, { recursive: true });
	const result = await build({
		...PAGES,
		entryPoints: ["hosts/web/main.tsx"],
		outdir: OUT,
	});
	const made = Object.entries(result.metafile.outputs);
	const entry = made.find(([, o]) => o.entryPoint === "hosts/web/main.tsx");
	if (!entry) throw new Error("esbuild made no entry for hosts/web/main.tsx");
	const [script, output] = entry;
	const first = [script, ...output.imports.filter((i) => i.kind === "import-statement").map((i) => i.path)];
	await writeFile(
		join(OUT, "index.html"),
		indexPage(
			basename(script),
			basename(output.cssBundle ?? ""),
			first.slice(1).map((f) => basename(f)),
		),
	);
	await writeFile(join(OUT, "icon.svg"), iconOf(7));
	await copyIcons();
	await writeFile(join(OUT, "courtside.webmanifest"), JSON.stringify(MANIFEST));
	await buildServiceWorker([...made.map(([file]) => basename(file)), "icon.svg"].map((name) => `/${name}`));
	await buildWorklet();
	await compressAll(OUT);
	let firstLoad = 0;
	for (const file of [...first, ...(output.cssBundle ? [output.cssBundle] : [])]) {
		firstLoad += (await stat(`${join(OUT, basename(file))}.gz`)).size;
	}
	return {
		files: (await readdir(OUT)).filter((name) => !/\.(gz|br)$/.test(name)).length,
		firstLoadKb: Math.round(firstLoad / 1024),
	};
}

function indexPage(script: string, style: string, preloads: string[]): string {
	return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Courtside</title>
<meta name="theme-color" content="${ACCENT}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="apple-touch-icon" href="/icon-180.png">
<link rel="manifest" href="/courtside.webmanifest">
<link rel="stylesheet" href="/${style}">
${preloads.map((p) => `<link rel="modulepreload" href="/${p}">\n`).join("")}<script type="module" src="/${script}"></script>
</head>
<body>
<noscript>Courtside needs JavaScript.</noscript>
<div id="root"></div>
</body>
</html>
`;
}

const ACCENT = "#00627b";

/** A court's line and a rising mark, in the accent. `corner` is the radius of its square; 0 for systems that cut it themselves. */
export function iconOf(corner: number): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="${corner}" fill="${ACCENT}"/><path d="M7 23h18M7 18l6-5 4 3 8-8" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>
`;
}

/** What makes the portal installable. Its pictures are drawn from {@link iconOf} by `scripts/draw-icons.ts`. */
const MANIFEST = {
	name: "Courtside",
	short_name: "Courtside",
	description: "The sales coach that sits beside the deal.",
	id: "/",
	start_url: "/",
	scope: "/",
	display: "standalone",
	background_color: "#ffffff",
	theme_color: ACCENT,
	icons: [
		{ src: "/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
		{ src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
		{ src: "/icon-cut.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
		{ src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
	],
};

async function copyIcons(): Promise<void> {
	const icons = join(ROOT, "hosts/web/icons");
	for (const name of await readdir(icons)) await copyFile(join(icons, name), join(OUT, name));
}

/** Runs in the browser's audio thread, which takes a file of its own. */
async function buildWorklet(): Promise<void> {
	await build({
		absWorkingDir: ROOT,
		entryPoints: ["hosts/web/live/pcm-worklet.ts"],
		outfile: join(OUT, "pcm-worklet.js"),
		bundle: true,
		format: "iife",
		target: ["chrome120", "firefox121", "safari17"],
		minify: true,
		logLevel: "warning",
	});
}

/** The worker that makes the portal start without a network. Its name never changes; what it holds is told by `files`. */
async function buildServiceWorker(files: string[]): Promise<void> {
	const version = createHash("sha256").update(files.sort().join("\n")).digest("hex").slice(0, 12);
	await build({
		absWorkingDir: ROOT,
		entryPoints: ["hosts/web/offline/service-worker.ts"],
		outfile: join(OUT, "service-worker.js"),
		bundle: true,
		format: "iife",
		target: ["chrome120", "firefox121", "safari17"],
		minify: true,
		define: { SHELL: JSON.stringify({ version, files }) },
		logLevel: "warning",
	});
}

/** Puts compressed copies beside the files of a folder. */
export async function compressAll(folder: string): Promise<void> {
	const [zip, brotli] = [promisify(gzip), promisify(brotliCompress)];
	for (const name of await readdir(folder)) {
		if (name.endsWith(".png")) continue;
		const content = await readFile(join(folder, name));
		await writeFile(join(folder, `${name}.gz`), await zip(content, { level: 9 }));
		// Quality 6 takes a tenth of the time of 11 and is within 5 % of its size.
		await writeFile(
			join(folder, `${name}.br`),
			await brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
		);
	}
}

if (import.meta.main) {
	const began = performance.now();
	const { files, firstLoadKb } = await buildWeb();
	console.log(
		`portal built: ${files} files, ${firstLoadKb} kB before the first page, ${Math.round(performance.now() - began)} ms`,
	);
}
