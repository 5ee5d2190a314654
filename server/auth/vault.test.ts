import { expect, test } from "vitest";
import { ensureCurrentPartitions } from "../db/partitions.ts";
import { freshDatabase } from "../test-database.ts";
import { destroyKeys, keyStandings, resealSecrets, rewrapKeys, rotateDataKey } from "./rotate-keys.ts";
import { createSealer, kidOf } from "./seal.ts";
import { createVault, type SealedPlace } from "./vault.ts";

const { database } = await freshDatabase();
await ensureCurrentPartitions(database, Date.now());
const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const master = createSealer(OLD);
const vault = createVault(master);
let made = 0;

async function workspace(): Promise<{ tenantId: number; place: SealedPlace }> {
	const { tenant_id: tenantId } = await database.asSystem((trx) =>
		trx
			.insertInto("tenants")
			.values({ slug: `w${++made}`, name: "W" })
			.returning("tenant_id")
			.executeTakeFirstOrThrow(),
	);
	return { tenantId, place: { tenantId, table: "installations", column: "secrets_sealed", row: "crm" } };
}

async function store(place: SealedPlace, sealed: string): Promise<void> {
	const { tenantId, row } = place;
	await database.inTenant(tenantId, (trx) =>
		trx.insertInto("installations").values({ tenant_id: tenantId, host: row, secrets_sealed: sealed }).execute(),
	);
}

async function stored({ tenantId }: SealedPlace): Promise<string | null> {
	const row = await database.reader(tenantId).selectFrom("installations").select("secrets_sealed").executeTakeFirst();
	return row?.secrets_sealed ?? null;
}

const seal = (place: SealedPlace, plain: string) =>
	database.inTenant(place.tenantId, (trx) => vault.seal(trx, plain, place));
const open = (place: SealedPlace, sealed: string, by = vault) =>
	by.open(database.reader(place.tenantId), sealed, place);

test("a secret opens in its own place only, and only whole", async () => {
	const { place } = await workspace();
	const { place: other } = await workspace();
	const sealed = await seal(place, "a token");
	expect(sealed).toMatch(/^v1\.d[0-9a-f]{12}\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
	expect(await open(place, sealed)).toBe("a token");
	await expect(open({ ...place, row: "web" }, sealed)).rejects.toThrow();
	await expect(open({ ...place, column: "settings" }, sealed)).rejects.toThrow();
	await expect(open(other, sealed)).rejects.toThrow(/not here/);
	const [head, ...parts] = sealed.split(".");
	const text = parts.pop() ?? "";
	await expect(open(place, [head, ...parts, `${text.slice(0, -2)}AA`].join("."))).rejects.toThrow();
	await expect(open(place, [head, ...parts.slice(0, -1), "AAAA", text].join("."))).rejects.toThrow();
});

test("two workspaces never share a key, and two who seal at once for the first time make one", async () => {
	const { place } = await workspace();
	const { place: other } = await workspace();
	const kids = (await Promise.all(Array.from({ length: 8 }, () => seal(place, "x")))).map(kidOf);
	expect(new Set(kids).size).toBe(1);
	expect(kidOf(await seal(other, "x"))).not.toBe(kids[0]);
});

test("what the master key sealed before workspaces had keys opens, and goes under the workspace's own", async () => {
	const { tenantId, place } = await workspace();
	await store(place, master.seal("from before", `installations.secrets_sealed.${tenantId}.crm`));
	expect(await open(place, (await stored(place)) ?? "")).toBe("from before");
	await seal(place, "makes the key");
	expect(await resealSecrets(database, master, tenantId)).toBe(1);
	const now = (await stored(place)) ?? "";
	expect(kidOf(now)).toMatch(/^d/);
	expect(await open(place, now)).toBe("from before");
	expect(await resealSecrets(database, master, tenantId)).toBe(0);
});

test("a rotated key seals no more but still opens, and what it sealed is sealed anew", async () => {
	const { tenantId, place } = await workspace();
	const before = await seal(place, "a token");
	await store(place, before);
	expect(await rotateDataKey(database, master, tenantId, Date.now())).toBe(1);
	const after = (await stored(place)) ?? "";
	expect(kidOf(after)).not.toBe(kidOf(before));
	expect([await open(place, before), await open(place, after)]).toEqual(["a token", "a token"]);
	const standing = (await keyStandings(database, master)).find((one) => one.tenantId === tenantId);
	expect(standing).toMatchObject({ kid: kidOf(after), secrets: 1, behind: 0, wrappedByFormer: 0 });
});

test("the master key is changed by wrapping the keys anew; the former opens until then and is not needed after", async () => {
	const { tenantId, place } = await workspace();
	await store(place, await seal(place, "a token"));
	const sealed = (await stored(place)) ?? "";
	const alone = createSealer(NEW);
	await expect(open(place, sealed, createVault(alone))).rejects.toThrow(/MASTER_KEY_OLD/);
	const both = createSealer(NEW, [OLD]);
	expect(await open(place, sealed, createVault(both))).toBe("a token");
	const of = async (by: typeof both) => (await keyStandings(database, by)).find((one) => one.tenantId === tenantId);
	expect(await of(both)).toMatchObject({ wrappedByFormer: 1, lost: 0 });
	expect(await of(alone)).toMatchObject({ lost: 1 });
	expect(await rewrapKeys(database, both)).toBeGreaterThan(0);
	expect(await open(place, sealed, createVault(alone))).toBe("a token");
	expect(await of(alone)).toMatchObject({ wrappedByFormer: 0, lost: 0 });
	await rewrapKeys(database, createSealer(OLD, [NEW]));
});

test("destroyed keys make every copy unreadable, also one that was taken before", async () => {
	const { tenantId, place } = await workspace();
	const copy = await seal(place, "a token");
	await store(place, copy);
	await rotateDataKey(database, master, tenantId, Date.now());
	expect(await destroyKeys(database, tenantId)).toBe(2);
	expect(await stored(place)).toBeNull();
	await expect(open(place, copy, createVault(master))).rejects.toThrow(/destroyed/);
});
