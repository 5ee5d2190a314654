import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sql } from "kysely";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { AuditEntryJson, AuditStateJson } from "../../core/contract/audit.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { addWorkspace, type TestWorkspace, testApp } from "../test-app.ts";
import { checkAudit } from "./check.ts";
import { recordAudit } from "./record.ts";
import { sealAudits } from "./seals.ts";
import { verifyAuditChain } from "./verify.ts";

const app = await testApp();
const { database, deps } = app;
const folder = mkdtempSync(join(tmpdir(), "courtside-audit-"));
afterAll(() => rmSync(folder, { recursive: true }));
let ours: TestWorkspace;
let n = 0;

beforeEach(async () => {
	n += 1;
	ours = await addWorkspace(database, `harbour-${n}`);
	for (let i = 1; i <= 6; i++) await act(i);
});

function act(i: number): Promise<void> {
	const { tenantId, people } = ours;
	const by = i % 2 === 0 ? people.ops : people.admin;
	return database.inTenant(tenantId, (trx) =>
		recordAudit(trx, {
			tenantId,
			actorId: by.userId,
			actor: by.name,
			action: i === 3 ? "person.updated" : "signed-in",
			...(i === 3 && { entity: "user", entityId: people.rep.userId }),
			detail: i === 3 ? { fields: ["name", "email"] } : { how: "password", attempt: i },
		}),
	);
}
/** As somebody who writes to the database past the server and its roles. */
const tamper = (statement: string) =>
	sql.raw(statement.replaceAll("$T", String(ours.tenantId))).execute(database.kysely);
const verified = () => verifyAuditChain(database.reader(ours.tenantId), ours.tenantId);
const checked = () => checkAudit(deps, ours.tenantId);

describe("tampering is found", () => {
	test("an untouched chain is whole", async () => {
		expect(await verified()).toMatchObject({ ok: true, entries: 6 });
	});

	test.each<[string, string, object]>([
		[
			"a changed entry",
			"update audit_entries set actor = 'Nobody' where tenant_id = $T and seq = 3",
			{ brokenAt: 3, reason: "changed" },
		],
		[
			"a changed detail",
			"update audit_entries set detail = '{}' where tenant_id = $T and seq = 4",
			{ brokenAt: 4, reason: "changed" },
		],
		[
			"a deleted entry",
			"delete from audit_entries where tenant_id = $T and seq = 2",
			{ brokenAt: 2, reason: "missing" },
		],
		[
			"a deleted beginning",
			"delete from audit_entries where tenant_id = $T and seq < 3",
			{ brokenAt: 1, reason: "missing" },
		],
		[
			"two that changed places",
			"update audit_entries set seq = 9 - seq where tenant_id = $T and seq in (4, 5)",
			{ brokenAt: 4, reason: "changed" },
		],
		["a tail cut off", "delete from audit_entries where tenant_id = $T and seq > 4", { brokenAt: 5, reason: "cut" }],
		[
			"a head set back",
			"update audit_heads h set seq = 4, hash = e.hash from audit_entries e where e.tenant_id = $T and e.seq = 4 and h.tenant_id = $T",
			{ brokenAt: 5, reason: "head" },
		],
		["an emptied chain", "delete from audit_entries where tenant_id = $T", { brokenAt: 1, reason: "cut" }],
	])("%s", async (_, statement, found) => {
		await tamper(statement);
		expect(await verified()).toMatchObject({ ok: false, ...found });
	});

	test("a tail cut off with its head set back, by the seal of the day", async () => {
		await sealAudits(deps);
		await tamper("delete from audit_entries where tenant_id = $T and seq > 4");
		await tamper(
			"update audit_heads h set seq = 4, hash = e.hash from audit_entries e where e.tenant_id = $T and e.seq = 4 and h.tenant_id = $T",
		);
		expect(await verified()).toMatchObject({ ok: true });
		expect(await checked()).toMatchObject({ ok: false, reason: "seal" });
		await tamper("delete from audit_seals where tenant_id = $T");
		expect(await checked(), "a copy of the seal stands in the files").toMatchObject({ ok: false, reason: "seal" });
	});

	test("a chain made anew under the seal of the day", async () => {
		await sealAudits(deps);
		await tamper("delete from audit_entries where tenant_id = $T");
		await tamper("delete from audit_heads where tenant_id = $T");
		for (let i = 1; i <= 7; i++) await act(i + 1);
		expect(await verified()).toMatchObject({ ok: true, entries: 7 });
		expect(await checked()).toMatchObject({ ok: false, brokenAt: 6, reason: "seal" });
	});

	test("a seal that was forged is none", async () => {
		await database.inTenant(ours.tenantId, (trx) =>
			trx
				.insertInto("audit_seals")
				.values({ tenant_id: ours.tenantId, day: "2020-01-01", sealed: "v1.x.y.z.w" })
				.execute(),
		);
		expect(await checked()).toMatchObject({ ok: true, seals: 0 });
	});

	test("the server itself may neither change nor delete an entry or a seal", async () => {
		await sealAudits(deps);
		for (const table of ["audit_entries", "audit_seals"]) {
			for (const statement of [`delete from ${table}`, `update ${table} set tenant_id = tenant_id`]) {
				await expect(database.inTenant(ours.tenantId, (trx) => sql.raw(statement).execute(trx))).rejects.toThrow(
					/denied/,
				);
			}
		}
	});
});

async function get<T>(path: string): Promise<T> {
	const answer = await app.call("GET", path, { as: ours.people.ops });
	expect(answer.status, await answer.clone().text()).toBe(200);
	return (await answer.json()) as T;
}

describe("the audit is read", () => {
	test("newest first, as sentences, a page at a time", async () => {
		const first = await get<Page<AuditEntryJson>>("/audit?limit=4");
		const second = await get<Page<AuditEntryJson>>(`/audit?limit=4&cursor=${first.nextCursor}`);
		expect([...first.items, ...second.items].map((e) => e.seq)).toEqual([6, 5, 4, 3, 2, 1]);
		expect(first.items.map((e) => e.text)).toEqual([
			"David signed in",
			"Astrid signed in",
			"David signed in",
			"Astrid changed Maria: Name, E-mail",
		]);
		expect(first).toMatchObject({ total: 6 });
		expect(second.nextCursor).toBeNull();
	});

	test("by person, action, record, day and text", async () => {
		const { admin, rep } = ours.people;
		const seqs = async (query: string) => (await get<Page<AuditEntryJson>>(`/audit?${query}`)).items.map((e) => e.seq);
		expect(await seqs(`actorId=${admin.userId}`)).toEqual([5, 3, 1]);
		expect(await seqs("action=person.")).toEqual([3]);
		expect(await seqs(`entity=user&entityId=${rep.userId}`)).toEqual([3]);
		expect(await seqs("search=email")).toEqual([3]);
		expect(await seqs("atTo=2001-01-01")).toEqual([]);
		expect(await seqs("sort=at&limit=2")).toEqual([1, 2]);
	});

	test("the state tells how many there are, the head, and how the last check ended", async () => {
		expect(await get<AuditStateJson>("/audit/state")).toMatchObject({ entries: 6, lastCheck: null });
		await checked();
		const { lastCheck, head } = await get<AuditStateJson>("/audit/state");
		expect(lastCheck).toMatchObject({ isWhole: true, entries: 6, text: "Every entry fits the one before it." });
		expect(head).toMatch(/^[0-9a-f]{64}$/);
		await tamper("update audit_entries set action = 'x' where tenant_id = $T and seq = 2");
		await checked();
		expect((await get<AuditStateJson>("/audit/state")).lastCheck).toMatchObject({ isWhole: false, brokenAt: 2 });
	});

	test("is closed to those who sell", async () => {
		for (const role of ["rep", "manager", "executive"] as const) {
			expect((await app.call("GET", "/audit", { as: ours.people[role] })).status).toBe(403);
		}
	});
});

describe("an export is checked without us", () => {
	const run = promisify(execFile);
	async function check(lines: string[], noted?: string): Promise<string> {
		const file = join(folder, "export.jsonl");
		writeFileSync(file, lines.join("\n"));
		const args = ["cli/verify-audit-export.mjs", file, ...(noted ? [noted] : [])];
		return run(process.execPath, args).then(
			({ stdout }) => stdout,
			(error: { stdout: string }) => error.stdout,
		);
	}
	async function exported(): Promise<string[]> {
		const answer = await app.call("GET", "/audit/export", { as: ours.people.admin });
		return (await answer.text()).trimEnd().split("\n");
	}

	test("whole as it came, and by the head noted on an earlier day", async () => {
		const lines = await exported();
		expect(lines).toHaveLength(8);
		expect(await check(lines)).toMatch(/^WHOLE: 6 entries/);
		const { hash } = JSON.parse(lines[4] ?? "") as { hash: string };
		expect(await check(lines, hash)).toMatch(/^WHOLE/);
		expect(await check(lines, "0".repeat(64))).toMatch(/noted is not in this chain/);
	});

	test.each<[string, (lines: string[]) => string[], RegExp]>([
		[
			"changed",
			(l) => l.map((line, i) => (i === 3 ? line.replace("Maria", "Mario").replace("email", "phone") : line)),
			/entry 3 was changed/,
		],
		["with one taken out", (l) => l.toSpliced(2, 1), /entry 2 is missing/],
		[
			"with two that changed places",
			(l) => l.with(2, l[3] ?? "").with(3, l[2] ?? ""),
			/entry 2 is missing or stands elsewhere/,
		],
		["cut short", (l) => l.slice(0, -2), /ends early, after entry 5/],
		["cut short but ended", (l) => l.toSpliced(6, 1), /newest entries are missing, from 6/],
	])("not whole when %s", async (_, change, says) => {
		expect(await check(change(await exported()))).toMatch(says);
	});

	test("the program that checks is handed out too", async () => {
		const answer = await app.call("GET", "/audit/verifier", { as: ours.people.admin });
		expect(await answer.text()).toContain("createHash");
	});
});
