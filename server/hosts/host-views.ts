import type { Ports } from "../../core/contract/host.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import { findDeal } from "../db/deals.ts";
import { findLead } from "../db/leads.ts";
import { dealView } from "../views/deal-view.ts";
import { leadView } from "../views/lead-view.ts";
import type { Viewer } from "../views/viewer.ts";

/** Views of a workspace's records in its own language, for hosts to present. Who may see the surface is the host's to check. */
export function hostViews(database: Database, now: () => Instant, tenantId: number): Ports["views"] {
	const db = database.reader(tenantId);
	const viewer = (): Promise<Viewer> =>
		db.selectFrom("tenants").select(["locale", "zone"]).where("tenant_id", "=", tenantId).executeTakeFirstOrThrow();
	return {
		async deal(id) {
			const row = await findDeal(db, id, "all", now());
			return row && dealView(row, await viewer());
		},
		async lead(id) {
			const row = await findLead(db, id, "all", now());
			return row && leadView(row, await viewer());
		},
	};
}
