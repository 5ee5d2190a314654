import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Answered } from "./answer.ts";
import type { Org } from "./org.ts";

const ROOT = join(import.meta.dirname, "../..");
/** The vendor's own components and ours on a page of their own: a tree with a lock of its own. */
const RENDER = "hosts/salesforce/render";
const INSTALL = "npm run salesforce:cards";

/** Where the cards' real bundles can be looked at. */
export interface Preview {
	show(base: string, url: URL): Answered;
	stop(): Promise<void>;
}

/** Starts the program that draws the cards when somebody first asks for them; until it stands a page says what it waits for. */
export function openPreview(org: Org, { courtside, signingKey }: { courtside: string; signingKey: string }): Preview {
	let child: ChildProcess | null = null;
	let address: string | null = null;
	let fault = "";

	function start(): void {
		child = spawn(process.execPath, [`${RENDER}/preview.ts`], { cwd: ROOT, stdio: ["pipe", "pipe", "pipe"] });
		const records = (["Opportunity", "Lead"] as const).flatMap((object) =>
			[...org.rows[object].keys()].map((id) => [id, object]),
		);
		child.stdin?.end(JSON.stringify({ courtside, signingKey, orgId: org.id, records }));
		if (child.stdout)
			createInterface(child.stdout).on("line", (line) => {
				address ??= /^http\S+$/.exec(line)?.[0] ?? null;
			});
		child.stderr?.setEncoding("utf8").on("data", (said: string) => {
			fault = said.slice(-500);
		});
		child.once("exit", () => {
			child = null;
			address = null;
		});
	}

	return {
		show(_, url) {
			if (!existsSync(join(ROOT, RENDER, "node_modules")))
				return page("Salesforce's own components are not installed", `Run <code>${INSTALL}</code>, then look again.`);
			if (!child) start();
			if (!address) {
				const why = fault ? `<pre>${fault.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</pre>` : "";
				return page("The cards are being built", `It takes some seconds; this page looks again by itself.${why}`, 2);
			}
			return { status: 302, headers: { location: `${address}/${asCards(url.searchParams)}` } };
		},
		async stop() {
			const running = child;
			if (!running) return;
			const ended = new Promise((resolve) => running.once("exit", resolve));
			running.kill("SIGTERM");
			await ended;
		},
	};
}

/** `cards=deal,quota&record=006…`: each card about a record is told which. */
function asCards(query: URLSearchParams): string {
	const record = query.get("record") ?? "";
	const shown = new URLSearchParams(query);
	for (const card of ["deal", "coaching", "lead"])
		if (query.get("cards")?.split(",").includes(card)) shown.set(card, record);
	return `?${shown}`;
}

function page(title: string, text: string, againAfterS: number | null = null): Answered {
	const again = againAfterS === null ? "" : `<meta http-equiv="refresh" content="${againAfterS}">`;
	const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">${again}<title>${title}</title><body style="font:1rem system-ui;margin:2rem"><h1>${title}</h1><p>${text}</p></body></html>`;
	return { status: 200, text: { type: "text/html; charset=utf-8", body } };
}
