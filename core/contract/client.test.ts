import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import type { Wire } from "./client/wire.ts";
import { createClient } from "./client.ts";

it("each subject's calls are in the client, and no two subjects name one alike", async () => {
	const files = readdirSync(new URL("./client", import.meta.url)).filter((name) => name !== "wire.ts");
	const wire: Wire = {
		call: () => Promise.reject(new Error("unused")),
		send: () => Promise.reject(new Error("unused")),
	};
	const named: string[] = [];
	for (const file of files) {
		const subject: Record<string, (wire: Wire) => object> = await import(
			new URL(`./client/${file}`, import.meta.url).href
		);
		for (const calls of Object.values(subject)) named.push(...Object.keys(calls(wire)));
	}
	const client = createClient({ fetch: () => Promise.reject(new Error("unused")), baseUrl: "", token: () => null });
	expect(named.toSorted()).toEqual(Object.keys(client).toSorted());
});
