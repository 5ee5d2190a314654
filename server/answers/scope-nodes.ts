import type { ScopeNodeJson } from "../../core/contract/waterfall.ts";
import { isLeaf, UNASSIGNED } from "../../core/forecast/owner-tree.ts";
import type { Db } from "../db/connect.ts";
import { dealHolders } from "../db/deal-holders.ts";
import { listTeams } from "../db/people.ts";
import type { ForecastGround } from "../jobs/forecasting.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { say } from "../views/viewer.ts";
import type { Asker } from "./asker.ts";

/** Who sells for whom, as far as the asker may see it, parents first: those who sell or hold deals, and the teams above. */
export async function scopeNodes(db: Db, { owners, sellers }: ForecastGround, asker: Asker): Promise<ScopeNodeJson[]> {
	const { principal, viewer } = asker;
	const holders = await dealHolders(db, principal.tenantId);
	const nodes = owners
		.filter((o) => !isLeaf(o) || sellers.has(o.id) || holders.has(o.id) || (o.id === UNASSIGNED && holders.has(null)))
		.map(({ id, parentId, kind, name }) => ({
			nodeId: id,
			parentId,
			kind,
			name: kind === "unassigned" ? say(viewer, "view.forecast.unassigned") : name,
		}));
	const seen = visibleNodes(nodes, await listTeams(db, principal.tenantId), principal);
	const ids = new Set(seen.map((n) => n.nodeId));
	return seen.map((n) => ({ ...n, parentId: n.parentId !== null && ids.has(n.parentId) ? n.parentId : null }));
}
