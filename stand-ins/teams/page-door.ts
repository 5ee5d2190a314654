import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { transcribe } from "./graph-door.ts";
import { type Organization, signInToken } from "./organization.ts";

const FILES: Readonly<Record<string, string>> = { "/": "page.html", "/page.js": "page.js", "/page.css": "page.css" };
const TYPES: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript", css: "text/css" };

/** The page that stands for Teams: it frames the app, answers its questions, and lets a person be whoever they choose. */
export async function answerPage(
	{ org, courtside }: { org: Organization; courtside: string },
	{ method, url, body }: { method: string; url: URL; body: string },
	response: ServerResponse,
): Promise<void> {
	const json = (status: number, said: unknown) => {
		response.writeHead(status, { "content-type": "application/json" });
		response.end(JSON.stringify(said));
	};
	const file = FILES[url.pathname];
	if (file && method === "GET") {
		const text = await readFile(fileURLToPath(new URL(file, import.meta.url)), "utf8");
		response.writeHead(200, { "content-type": `${TYPES[file.split(".").at(-1) ?? ""]}; charset=utf-8` });
		return void response.end(text);
	}
	if (url.pathname === "/page/state")
		return json(200, {
			courtside,
			directoryId: org.directoryId,
			people: org.people.map(({ oid, name, isGuest }) => ({ oid, name, isGuest })),
			meetings: org.meetings.map(({ transcripts: _, ...meeting }) => meeting),
			activities: org.activities,
		});
	if (url.pathname === "/page/token" && method === "POST") {
		const person = org.people.find(({ oid }) => oid === url.searchParams.get("oid"));
		return person ? json(200, { token: await signInToken(org, person) }) : json(404, { reason: "CancelledByUser" });
	}
	if (url.pathname === "/page/transcribe" && method === "POST") {
		const { key, vtt } = JSON.parse(body) as { key: string; vtt: string };
		const meeting = org.meetings.find((one) => one.key === key);
		return meeting ? json(200, { answered: await transcribe(org, meeting, vtt) }) : json(404, {});
	}
	json(404, { error: { code: "NotFound", message: `There is nothing at ${url.pathname}.` } });
}
