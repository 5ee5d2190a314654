import type { LeadModelTrialJson } from "../../core/contract/lead-score.ts";
import type { Instant } from "../../core/model/instant.ts";
import { calibrateLeadModel, type LeadWithTouches } from "../../core/scoring/lead-evidence.ts";
import type { LeadModel } from "../../core/scoring/lead-model.ts";
import { scoreLead } from "../../core/scoring/lead-points.ts";
import type { Db } from "../db/connect.ts";
import { leadsWithTouches } from "../db/touched-leads.ts";
import type { Workspace } from "../db/workspace.ts";
import { leadModelInUse } from "./lead-numbers.ts";

const MOST = 5000;
/** A lead whose score moves by so many points counts as moved. */
const MOVED = 5;

/** What rules would have been worth on the newest past leads, beside the rules in use, and which open leads would move. */
export async function tryLeadModel(db: Db, model: LeadModel, workspace: Workspace): Promise<LeadModelTrialJson> {
	const inUse = await leadModelInUse(db);
	const past = await leadsWithTouches(db, { newestBefore: workspace.now, limit: MOST }, workspace.now);
	const open = await leadsWithTouches(db, { openAfter: null, limit: MOST }, workspace.now);
	const points = (rules: LeadModel, { lead, touches }: LeadWithTouches) =>
		scoreLead(rules, lead, touches, workspace.now).value ?? 0;
	const moved = open.filter((one) => Math.abs(points(model, one) - points(inUse, one)) >= MOVED).length;
	const [tried, now] = [worthOf(model, past, workspace.now), worthOf(inUse, past, workspace.now)];
	return { n: tried.n, tried: tried.worth, inUse: now.worth, moved, open: open.length };
}

function worthOf(model: LeadModel, past: LeadWithTouches[], origin: Instant) {
	const calibration = calibrateLeadModel(model, past, origin);
	if (!calibration) return { n: 0, worth: { topFifth: null, bins: [] } };
	const { bins, n } = calibration;
	const all = bins.reduce((sum, bin) => sum + bin.converted, 0);
	// The bins are fifths by score; where scores tie, the best bin is larger and only its part counts.
	let room = n / 5;
	let held = 0;
	for (const bin of bins.toReversed()) {
		const taken = Math.min(1, room / Math.max(1, bin.n));
		held += bin.converted * Math.max(0, taken);
		room -= bin.n;
		if (room <= 0) break;
	}
	return { n, worth: { topFifth: all > 0 ? held / all : null, bins: bins.map((bin) => ({ ...bin })) } };
}
