import { createHmac } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Client, createClient } from "../../core/contract/client.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { openReceiver, type Receiver } from "./receiver.ts";

const OWNER = { name: "Ada", email: "ada@harbour.example", password: "a long enough one" };
/** How long a call is made again and again while the server is away. */
const PATIENCE_MS = 180_000;

/** Refusals that end by themselves; the API says the last of them while a killed call still holds its transaction. */
const PASSING = new Set<string>(["unavailable", "internal", "too_many_requests", "idempotency_conflict"]);

/** A workspace on a server that may be away at any moment, and the company's own system beside it. */
export interface World {
	client: Client;
	receiver: Receiver;
	/** Makes a call again until it is answered: no answer, 5xx and an ended sign-in are no answers. */
	again<T>(call: () => Promise<T>): Promise<T>;
	/** Asks until what is looked for is there. */
	until(look: () => Promise<boolean>, what: string): Promise<void>;
	/** Drops a file of changes into the folder of the file-drop CRM, whole at once. */
	drop(name: string, changes: object[]): Promise<void>;
	/** Sends changes as the company's own system does, until they are taken. */
	push(changes: object[]): Promise<void>;
}

/** Makes the workspace and connects the company's own system with it. `home` is the server's folder. */
export async function openWorld(url: string, home: string): Promise<World> {
	let token: string | null = null;
	const client = createClient({ fetch, baseUrl: url, token: () => token });
	const receiver = await openReceiver();
	async function again<T>(call: () => Promise<T>): Promise<T> {
		const end = performance.now() + PATIENCE_MS;
		for (;;) {
			try {
				return await call();
			} catch (fault) {
				const code = fault instanceof CourtsideError ? fault.code : null;
				if (code === "not_signed_in" || code === "token_expired") {
					const session = await again(() => client.login(OWNER));
					if ("secondStep" in session) throw fault;
					token = session.accessToken;
				} else if ((code !== null && !PASSING.has(code)) || performance.now() > end) throw fault;
				await pause(100);
			}
		}
	}
	token = (await client.createWorkspace({ company: "Harbour", ...OWNER, currency: "EUR" })).accessToken;
	const { key } = await client.makeWebKey();
	const { address } = await client.updateWebConnection({ callbackUrl: receiver.url });
	const folder = join(home, "file-drop", basename(new URL(address).pathname), "changes");
	return {
		client,
		receiver,
		again,
		async until(look, what) {
			const end = performance.now() + PATIENCE_MS;
			while (!(await again(look))) {
				if (performance.now() > end) throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s`);
				await pause(150);
			}
		},
		async drop(name, changes) {
			await mkdir(folder, { recursive: true });
			const beside = join(folder, `.${name}.part`);
			await writeFile(beside, JSON.stringify({ changes }));
			await rename(beside, join(folder, name));
		},
		async push(changes) {
			const body = JSON.stringify({ changes });
			await again(async () => {
				const timestamp = String(Date.now());
				const signature = createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex");
				const answer = await fetch(address, {
					method: "POST",
					body,
					headers: {
						"content-type": "application/json",
						"x-courtside-timestamp": timestamp,
						"x-courtside-signature": `v1=${signature}`,
					},
				});
				const text = await answer.text();
				if (answer.status >= 500) throw new TypeError(text);
				if (!answer.ok) throw new Error(`the delivery was refused (${answer.status}): ${text}`);
			});
		},
	};
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
