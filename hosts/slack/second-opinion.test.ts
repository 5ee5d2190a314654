import { afterAll, expect, test } from "vitest";
import { type ChatLetter, type ChatSeen, chatDoc } from "../../core/contract/chat.ts";
import type { Ports } from "../../core/contract/host.ts";
import { changeInstallation } from "../../server/hosts/installations.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { slackHost } from "./host.ts";
import { slackPeople } from "./people.ts";
import { findLetter, sendLetter } from "./send.ts";

/** A Slack that others wrote: what we and our own stand-in might both get wrong shows here. */
const emulate = await import("emulate").catch((fault: unknown) => {
	console.warn(`SKIPPED: no second opinion on Slack, "emulate" is not installed (${String(fault)})`);
	return null;
});

test.skipIf(!emulate)(
	"people, a message with our mark, its update and finding it again work in an emulator that we did not write",
	async () => {
		if (!emulate) return;
		const seed = {
			slack: {
				team: { name: "Fjordlight", domain: "fjordlight" },
				users: [{ name: "maria", real_name: "Maria Alvarez", email: "maria@fjordlight.example" }],
				strict_scopes: false,
			},
		};
		const other = await emulate.createEmulator({ service: "slack", port: 0, seed });
		afterAll(() => other.close());
		const app = await testApp({ hosts: [slackHost] });
		const { tenantId } = await addWorkspace(app.database, "second");
		await app.database.inTenant(tenantId, (trx) =>
			changeInstallation(trx, {
				tenantId,
				host: "slack",
				state: "on",
				settings: { apiUrl: other.url.replace("localhost", "127.0.0.1") },
			}),
		);
		const own = app.deps.portsOf("slack", tenantId);
		// It knows nothing of do-not-disturb.
		const ports: Ports = {
			...own,
			fetch: async (url, init) =>
				String(url).endsWith("/dnd.info") ? Response.json({ ok: true, dnd_enabled: false }) : own.fetch(url, init),
		};
		const team = {
			id: "T000000001",
			name: "Fjordlight",
			enterpriseId: null,
			botToken: "xoxb-any",
			botUserId: "U1",
			scopes: [],
			installedAt: 1,
		};
		await ports.secrets.set("team:T000000001", JSON.stringify(team));
		const seen: ChatSeen[] = [];
		for await (const page of slackPeople(team.id, ports)) seen.push(...page);
		const maria = seen.find(({ name }) => name === "Maria Alvarez");
		expect(maria).toBeDefined();
		const doc = chatDoc.parse({
			kind: "digest.rep",
			title: "Your day",
			lead: "One thing",
			items: [{ title: "Acme", text: "62 %", about: null, path: "/deals/1", action: "open" }],
			foot: "now",
			locale: "en",
			asOf: "2026-09-15T09:00:00Z",
		});
		const letter: ChatLetter = {
			id: "0199aaaa-0000-7000-8000-000000000001",
			team: team.id,
			to: maria?.externalId ?? "",
			channel: null,
			doc,
			thread: null,
			replaces: null,
		};
		expect((await findLetter(letter, ports)).state).toBe("absent");
		const sent = await sendLetter(letter, ports);
		expect(sent).toMatchObject({ ok: true, mark: expect.stringMatching(/^\d+\.\d+$/) });
		if (!sent.ok) return;
		expect(await findLetter({ ...letter, channel: sent.channel }, ports)).toMatchObject({
			state: "there",
			mark: sent.mark,
		});
		const over = await sendLetter(
			{ ...letter, channel: sent.channel, replaces: sent.mark, doc: { ...doc, resolved: "Over" } },
			ports,
		);
		expect(over).toMatchObject({ ok: true, mark: sent.mark });
	},
);
