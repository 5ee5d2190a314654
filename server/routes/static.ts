import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { Readable } from "node:stream";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";

const TYPES: Readonly<Record<string, string>> = {
	".css": "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".ico": "image/x-icon",
	".js": "text/javascript; charset=utf-8",
	".json": "application/json",
	".map": "application/json",
	".png": "image/png",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
	".woff2": "font/woff2",
};
const ENCODINGS = [
	["br", ".br"],
	["gzip", ".gz"],
] as const;
/** A name that carries the hash of what is in it never changes. */
const HASHED = /[-.][A-Z0-9]{8}\.\w+$/i;

/**
 * A file of the built portal: compressed where a compressed copy lies beside it, kept for a year where its name carries
 * a hash. Addresses inside the portal (no file ending) get its index page. Null: there is nothing of that name.
 */
export async function serveStatic(
	c: Context<AppEnv>,
	root: string,
	asked: string = c.req.path,
): Promise<Response | null> {
	const path = decoded(asked);
	if (path === null || path.includes("\0")) return null;
	const isPage = extname(path) === "";
	const file = isPage ? join(root, "index.html") : join(root, normalize(path));
	if (file !== root && !file.startsWith(root + sep)) return null;
	const type = TYPES[extname(file)];
	if (!type) return null;

	const accepted = c.req.header("accept-encoding") ?? "";
	for (const [encoding, ending] of [...ENCODINGS.filter(([name]) => accepted.includes(name)), [null, ""] as const]) {
		const found = await stat(file + ending).catch(() => null);
		if (!found?.isFile()) continue;
		const etag = `"${found.mtimeMs.toString(36)}-${found.size.toString(36)}${ending}"`;
		const headers: Record<string, string> = {
			etag,
			vary: "accept-encoding",
			"cache-control": HASHED.test(file) ? "public, max-age=31536000, immutable" : "no-cache",
		};
		if (c.req.header("if-none-match") === etag) return c.body(null, 304, headers);
		headers["content-type"] = type;
		headers["content-length"] = String(found.size);
		if (encoding) headers["content-encoding"] = encoding;
		if (c.req.method === "HEAD") return c.body(null, 200, headers);
		return c.body(Readable.toWeb(createReadStream(file + ending)) as ReadableStream, 200, headers);
	}
	return null;
}

function decoded(path: string): string | null {
	try {
		return decodeURIComponent(path);
	} catch {
		return null;
	}
}
