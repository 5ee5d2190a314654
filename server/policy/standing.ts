import type { Database } from "../db/connect.ts";
import type { Principal } from "./principal.ts";
import { BUILT_IN_RIGHTS, rightsOf } from "./role-book.ts";
import { ownersBeneath } from "./scope.ts";

const FRESH_MS = 15_000;
const MOST = 20_000;

/** Looks up what someone may do now. Kept for 15 s, so that a new role or a locked account holds within 30. */
export interface Standings {
	/** Null when there is no such person or they may not sign in any more. */
	of(tenantId: number, userId: string): Promise<Principal | null>;
	/** Forgets what is kept of a tenant, because its people or teams changed. */
	forget(tenantId: number): void;
}

/** A cache of principals in front of the database. `now` in ms. */
export function keepStandings(database: Database, now: () => number): Standings {
	const kept = new Map<string, { until: number; standing: Promise<Principal | null> }>();
	return {
		of(tenantId, userId) {
			const key = `${tenantId}:${userId}`;
			const found = kept.get(key);
			if (found && found.until > now()) return found.standing;
			const standing = load(database, tenantId, userId);
			standing.catch(() => kept.delete(key));
			kept.delete(key);
			kept.set(key, { until: now() + FRESH_MS, standing });
			if (kept.size > MOST) {
				const oldest = kept.keys().next();
				if (!oldest.done) kept.delete(oldest.value);
			}
			return standing;
		},
		forget(tenantId) {
			for (const key of kept.keys()) if (key.startsWith(`${tenantId}:`)) kept.delete(key);
		},
	};
}

async function load(database: Database, tenantId: number, userId: string): Promise<Principal | null> {
	const db = database.reader(tenantId);
	const user = await db
		.selectFrom("users")
		.innerJoin("tenants", "tenants.tenant_id", "users.tenant_id")
		.leftJoin("roles", (on) =>
			on.onRef("roles.tenant_id", "=", "users.tenant_id").onRef("roles.id", "=", "users.role_id"),
		)
		.select([
			"users.name",
			"users.role",
			"users.is_active",
			"users.locale",
			"users.zone",
			"tenants.locale as tenant_locale",
			"tenants.zone as tenant_zone",
			"roles.id as made_id",
			"roles.version as made_version",
			"roles.permissions as made_permissions",
			"roles.scope as made_scope",
		])
		.where("users.tenant_id", "=", tenantId)
		.where("users.id", "=", userId)
		.executeTakeFirst();
	if (!user?.is_active) return null;
	const { made_id: id, made_version: version, made_permissions, made_scope } = user;
	const made = id && version && made_scope && { id, version, permissions: made_permissions ?? [], scope: made_scope };
	const { permissions, scope } = made ? rightsOf(tenantId, made) : BUILT_IN_RIGHTS[user.role];
	return {
		tenantId,
		userId,
		name: user.name,
		apiKeyId: null,
		role: user.role,
		locale: user.locale ?? user.tenant_locale,
		zone: user.zone ?? user.tenant_zone,
		permissions,
		scope,
		visibleOwners: scope === "all" ? "all" : scope === "own" ? [userId] : await ownersBeneath(db, tenantId, userId),
	};
}
