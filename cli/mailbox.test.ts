import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createSealer } from "../server/auth/seal.ts";
import { createVault } from "../server/auth/vault.ts";
import { putMail, settleMail } from "../server/db/mails.ts";
import { masterKeysOf } from "../server/secrets.ts";
import { addWorkspace } from "../server/test-app.ts";
import { freshDatabase } from "../server/test-database.ts";
import { keptLetters } from "./kept-letters.ts";

const home = mkdtempSync(join(tmpdir(), "courtside-mailbox-"));
afterAll(() => rmSync(home, { recursive: true }));
const config = { home, masterKey: null, masterKeyOld: null, publicUrl: "http://127.0.0.1:4100" };

test("whoever runs the server reads kept mails with their links, and none that was not kept", async () => {
	const { database } = await freshDatabase();
	const { tenantId } = await addWorkspace(database, "harbour");
	const vault = createVault(createSealer(masterKeysOf(config).current));
	for (const [state, token] of [
		["kept", "a-token"],
		["failed", "no-token"],
	] as const) {
		await database.inTenant(tenantId, async (trx) => {
			const content = { params: { workspace: "Harbour", name: "Maria" }, path: `/start/reset#${token}` };
			const mail = {
				tenantId,
				userId: null,
				kind: "reset-password" as const,
				to: "maria@harbour.example",
				locale: "en",
			};
			const id = (await putMail(trx, vault, { ...mail, content })) ?? "";
			const outcome = state === "kept" ? { state } : { state, reason: "no" };
			await settleMail(trx, { tenantId, id, now: Date.now() }, outcome);
		});
	}
	const letters = await keptLetters(database, config);
	expect(letters).toHaveLength(1);
	expect(letters[0]).toContain("http://127.0.0.1:4100/start/reset#a-token");
});
