import { randomBytes } from "node:crypto";
import type { Transaction } from "kysely";
import type { z } from "zod";
import type { createWorkspaceRequest, Me } from "../../core/contract/people.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { FiscalCalendar } from "../../core/model/period.ts";
import type { Db } from "./connect.ts";
import { workspaceJson } from "./people.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** Makes an empty workspace and its first administrator. Needs `asSystem`: there is no tenant to be in yet. */
export async function createWorkspace(
	trx: Transaction<Tables>,
	request: z.output<typeof createWorkspaceRequest>,
	passwordHash: string,
): Promise<{ tenantId: number; userId: string }> {
	const base = slugOf(request.company);
	const taken = await trx.selectFrom("tenants").select("slug").where("slug", "like", `${base}%`).execute();
	const isFree = !taken.some(({ slug }) => slug === base);
	const { tenant_id } = await trx
		.insertInto("tenants")
		.values({
			slug: isFree ? base : `${base}-${randomBytes(3).toString("hex")}`,
			name: request.company,
			zone: request.zone,
			reporting_currency: request.currency,
			locale: request.locale,
		})
		.returning("tenant_id")
		.executeTakeFirstOrThrow();
	const { id } = await trx
		.insertInto("users")
		.values({
			tenant_id,
			name: request.name,
			email: request.email,
			role: "admin",
			password_hash: passwordHash,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	return { tenantId: tenant_id, userId: id };
}

const COLUMNS = [
	"tenant_id",
	"slug",
	"name",
	"zone",
	"reporting_currency",
	"fiscal",
	"locale",
	"is_demo",
	"clock_at",
] as const;

/** The workspace's own row. */
export async function readWorkspace(db: Db, tenantId: number): Promise<Me["workspace"]> {
	const row = await db
		.selectFrom("tenants")
		.select(COLUMNS)
		.where("tenant_id", "=", tenantId)
		.executeTakeFirstOrThrow();
	return workspaceJson(row);
}

/** What may be changed of a workspace; what is absent stays. */
export interface WorkspaceChange {
	name?: string | undefined;
	zone?: string | undefined;
	reportingCurrency?: string | undefined;
	fiscal?: FiscalCalendar | undefined;
	locale?: string | undefined;
	clockAt?: Instant | null | undefined;
}

/** Changes the workspace's settings and gives them as they are now. */
export async function updateWorkspace(
	trx: Transaction<Tables>,
	tenantId: number,
	change: WorkspaceChange,
): Promise<Me["workspace"]> {
	const { name, zone, reportingCurrency, fiscal, locale, clockAt } = change;
	if (Object.values(change).every((value) => value === undefined)) return readWorkspace(trx, tenantId);
	const row = await trx
		.updateTable("tenants")
		.set({
			...(name !== undefined && { name }),
			...(zone !== undefined && { zone }),
			...(reportingCurrency !== undefined && { reporting_currency: reportingCurrency }),
			...(fiscal !== undefined && { fiscal: jsonb(fiscal) }),
			...(locale !== undefined && { locale }),
			...(clockAt !== undefined && { clock_at: clockAt === null ? null : timestamp(clockAt) }),
		})
		.where("tenant_id", "=", tenantId)
		.returning(COLUMNS)
		.executeTakeFirstOrThrow();
	return workspaceJson(row);
}

/** The demo's workspace, if there is one. Needs `asSystem`. */
export async function findDemoTenant(db: Db): Promise<number | null> {
	const row = await db.selectFrom("tenants").select("tenant_id").where("is_demo", "=", true).executeTakeFirst();
	return row?.tenant_id ?? null;
}

function slugOf(company: string): string {
	const plain = company.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
	const slug = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
	return slug.slice(0, 50).replace(/-+$/, "") || "workspace";
}
