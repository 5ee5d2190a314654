import { createServer, type Server } from "node:http";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseClasses } from "./apex/parse-classes.ts";
import type { Org } from "./apex/platform.ts";
import { openApex } from "./apex/run.ts";
import { ApexException, jsonOf, type Value } from "./apex/values.ts";

const here = import.meta.dirname;
const CLASSES = join(here, "../force-app/main/default/classes");
const TYPES: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css", json: "application/json" };

/** Whose page it is and how its callouts leave. */
export interface PageWorld {
	/** Languages as Salesforce spells them: `en_US`, `iw`. */
	language: string;
	/** Records that the person sees: id → object. */
	records: ReadonlyMap<string, string>;
	/** The statement that the named credential signs for the person; what it says is the caller's. */
	statement(): string;
	/** Where `callout:Courtside` leads. */
	courtside: string;
	/** How long Courtside took to answer, in ms. */
	onAnswer?(path: string, ms: number): void;
}

/** Serves the page of cards, for whom its address says, on a free port of the loopback; their Apex is run here and asks the real server. */
export async function servePage(world: (query: URLSearchParams) => PageWorld): Promise<{ url: string; close(): Promise<void>; server: Server }> {
	const classes = parseClasses(CLASSES);
	const server = createServer((request, response) => {
		const answer = (status: number, type: string, body: string | Buffer) => {
			response.writeHead(status, { "content-type": `${type}; charset=utf-8` });
			response.end(body);
		};
		const url = new URL(request.url ?? "/", "http://127.0.0.1");
		if (url.pathname === "/apex") {
			let body = "";
			request.setEncoding("utf8").on("data", (text: string) => (body += text));
			request.on("end", () => void runApex(body, url.searchParams).then(({ status, value }) => answer(status, "application/json", JSON.stringify(value ?? null))));
			return;
		}
		if (url.pathname === "/") {
			void page(url).then((html) => answer(200, "text/html", html));
			return;
		}
		const file = /^\/([\w.-]+)\.(js|css)$/.exec(url.pathname);
		if (!file) return answer(404, "text/plain", "not here");
		readFile(join(here, "dist", `${file[1]}.${file[2]}`)).then(
			(text) => answer(200, TYPES[file[2] ?? ""] ?? "text/plain", text),
			() => answer(404, "text/plain", "not here"),
		);
	});

	async function runApex(body: string, query: URLSearchParams): Promise<{ status: number; value: unknown }> {
		const { name, args } = JSON.parse(body) as { name: string; args: Record<string, Value> };
		const [className = "", method = ""] = name.split(".");
		const of = classes.get(className.toLowerCase());
		const found = of?.methods.find((one) => one.name === method && one.modifiers.some((modifier) => modifier.startsWith("@auraenabled")));
		if (!found) return { status: 404, value: { message: `${name} is not open to components` } };
		const given = found.params.map(({ name: param }) => Object.entries(args).find(([key]) => key.toLowerCase() === param)?.[1] ?? null);
		try {
			return { status: 200, value: jsonOf(await openApex(classes, orgOf(world(query))).call(className, method, given)) };
		} catch (fault) {
			if (fault instanceof ApexException) return { status: 500, value: { message: fault.message } };
			console.error(fault);
			return { status: 500, value: { message: String(fault) } };
		}
	}

	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const address = server.address();
	const port = typeof address === "object" && address ? address.port : 0;
	return { url: `http://127.0.0.1:${port}`, server, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

function orgOf({ language, records, statement, courtside, onAnswer }: PageWorld): Org {
	return {
		user: { id: "005000000000001AAA", language },
		sees: (object, id) => records.get(id) === object,
		insert: () => {
			throw new Error("a page inserts nothing");
		},
		remove: () => undefined,
		setting: () => ({ Timeout_Ms__c: 10_000 }),
		async send({ method, endpoint, headers, body }) {
			const path = endpoint.replace(/^callout:Courtside/, "");
			const began = performance.now();
			const response = await fetch(`${courtside}${path}`, {
				method,
				headers: { ...headers, authorization: `Bearer ${statement()}` },
				...(body !== null && { body }),
			});
			const text = await response.text();
			onAnswer?.(path, performance.now() - began);
			return { status: response.status, body: text };
		},
	};
}

async function page(url: URL): Promise<string> {
	const labels = JSON.parse(await readFile(join(here, "dist/labels.json"), "utf8")) as Record<string, object>;
	const language = url.searchParams.get("language") ?? "en";
	const direction = language === "iw" ? "rtl" : "ltr";
	const slds = url.searchParams.get("slds") === "1" ? "1" : "2";
	const scheme = url.searchParams.get("theme") === "dark" ? ' class="slds-color-scheme_dark slds-color-scheme--dark" data-theme="dark"' : "";
	return `<!doctype html>
<html lang="${language === "iw" ? "he" : language.replace("_", "-")}" dir="${direction}"${scheme}>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Courtside in Lightning</title>
<link rel="stylesheet" href="/slds-${slds}.css">
<style>body{padding:1rem;background:var(--slds-g-color-surface-2,#f3f3f3)} .place{max-inline-size:26rem;margin-block-end:1rem}</style>
<body class="slds-scope"><main></main>
<script>globalThis.LABELS = ${JSON.stringify(labels[language] ?? labels["en"]).replaceAll("<", "\\u003c")}</script>
<script type="module" src="/page.js"></script>
</body></html>`;
}
