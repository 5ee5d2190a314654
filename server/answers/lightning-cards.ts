import { type RawBuilder, type SqlBool, sql } from "kysely";
import type {
	ChangesCardJson,
	CoachingCardJson,
	DealCardJson,
	ForecastCardJson,
	LeadCardJson,
	QuotaCardJson,
} from "../../core/contract/lightning-cards.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { DAY_MS, dateIn } from "../../core/model/instant.ts";
import { formatDay, formatInstant } from "../../core/words/format-date.ts";
import { sumsOf } from "../calls/desk.ts";
import { aboutNode, callGround } from "../calls/ground.ts";
import { trendOf } from "../db/card-records.ts";
import type { Db } from "../db/connect.ts";
import type { DealRow } from "../db/deal-columns.ts";
import { findDeal } from "../db/deals.ts";
import { lastMeetingOf } from "../db/last-meeting.ts";
import { findLead, OPEN_LEAD } from "../db/leads.ts";
import { territoriesOf } from "../db/territories.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { ownedInSight } from "../policy/scope.ts";
import { found } from "../routes/writing.ts";
import { proposeOwners } from "../routing/propose-owners.ts";
import { dealView } from "../views/deal-view.ts";
import { leadJson } from "../views/lead-view.ts";
import { attained, figureOf, forecastCardOf, moneyText, trendCardOf } from "../views/lightning-card-view.ts";
import { showPercent, showSignedMoney } from "../views/show.ts";
import { say } from "../views/viewer.ts";
import type { Asker } from "./asker.ts";
import { outlookOf } from "./deal-outlook.ts";
import { latestForecastFor } from "./forecast.ts";

/** What a card has room for. */
const MOST_TREND = 30;
const MOST_PARTS = 8;
const CHANGES_DAYS = 7;
const CATEGORIES = [
	["calls.cat.commit", "commitMinor"],
	["calls.cat.bestCase", "bestCaseMinor"],
	["calls.cat.pipeline", "pipelineMinor"],
] as const;

type CardDeps = Pick<Deps, "database" | "jobs" | "beside" | "now" | "settings">;

/** Our id of a vendor's record. Throws not_found in words that say what to wait for. */
export async function recordAt(
	db: Db,
	given: { tenantId: number; host: string; object: "deal" | "lead" | "user"; record: string },
): Promise<string> {
	const row = await db
		.selectFrom("external_ids")
		.select("id")
		.where("tenant_id", "=", given.tenantId)
		.where("source", "=", given.host)
		.where("object", "=", given.object)
		.where("external_id", "=", given.record)
		.executeTakeFirst();
	if (row) return row.id;
	throw new CourtsideError("not_found", "Courtside has not read this record yet. It comes with the next sync.");
}

/** A deal beside its record. Throws not_found out of sight. */
export async function dealCardOf(deps: CardDeps, asker: Asker, dealId: string): Promise<DealCardJson> {
	const db = deps.database.reader(asker.principal.tenantId);
	const row = found(await findDeal(db, dealId, asker.principal.visibleOwners, deps.now()), "deal");
	return dealCardFrom(db, row, asker, deps);
}

async function dealCardFrom(db: Db, row: DealRow, asker: Asker, { settings }: CardDeps): Promise<DealCardJson> {
	const view = dealView(row, asker.viewer);
	const { text, similar, override } = await outlookOf(db, row, asker);
	const pageOf = (id: string) => `${settings.publicUrl}/deals/${id}`;
	const trend = view ? await trendOf(db, "deal", row.id, MOST_TREND) : [];
	return {
		figure: view && figureOf(view),
		trend: trendCardOf(trend, asker.viewer),
		closed: view ? "" : say(asker.viewer, row.status === "won" ? "cardText.dealWon" : "cardText.dealLost"),
		url: pageOf(row.id),
		past: text.past,
		winBy: text.winBy,
		expectedClose: text.expectedClose,
		similar: similar.map((like) => ({ name: like.name, text: like.text, url: pageOf(like.id) })),
		said: override && {
			value: override.text.value,
			says: override.text.says,
			reason: override.reason,
			asks: override.text.asks,
		},
		mayOverride: view !== null && asker.principal.permissions.has("deals:write"),
	};
}

/** A lead beside its record. Throws not_found out of sight. */
export async function leadCardOf(deps: CardDeps, asker: Asker, leadId: string): Promise<LeadCardJson> {
	const db = deps.database.reader(asker.principal.tenantId);
	const row = found(await findLead(db, leadId, asker.principal.visibleOwners, deps.now()), "lead");
	const { score, grade, owner } = leadJson(row, asker.viewer);
	const proposed = owner ? null : await proposedFor(deps, asker, row.id, row.status);
	return {
		figure: score && figureOf(score),
		closed: score
			? ""
			: say(asker.viewer, row.status === "converted" ? "cardText.leadConverted" : "cardText.leadEnded"),
		url: `${deps.settings.publicUrl}/leads/${row.id}`,
		grade: grade?.grade ?? "",
		gradeLabel: grade?.label ?? "",
		gradeText: grade?.text ?? "",
		owner: owner?.name ?? "",
		recommended: proposed?.to?.name ?? "",
		recommendedWhy: proposed?.why ?? "",
	};
}

/** Who should have an open lead that nobody has, by the workspace's rules. */
async function proposedFor({ database, now }: CardDeps, { principal, viewer }: Asker, leadId: string, status: string) {
	if (!OPEN_LEAD.some((open) => open === status)) return null;
	const proposed = await database.inTenant(principal.tenantId, async (trx) =>
		proposeOwners(trx, [leadId], await loadWorkspace(trx, now()), viewer),
	);
	return proposed.get(leadId) ?? null;
}

/** One node of a forecast; without `node` the topmost in sight. Throws not_found for a node out of sight. */
export async function forecastCardFor(
	deps: CardDeps,
	asker: Asker,
	asked: { period?: string | undefined; node?: string | undefined },
): Promise<ForecastCardJson> {
	const forecast = await latestForecastFor(deps, asker, { period: asked.period });
	const node = asked.node ? forecast.nodes.find(({ nodeId }) => nodeId === asked.node) : forecast.nodes[0];
	const url = `${deps.settings.publicUrl}/forecast?period=${forecast.period.name}`;
	const db = deps.database.reader(asker.principal.tenantId);
	const there = found(node ?? null, "part of the forecast");
	const ground = await callGround(deps, db, asker, { period: asked.period, node: there.nodeId });
	const sums = await sumsOf(db, ground);
	const { currency } = ground.stored;
	const money = (minor: bigint) => moneyText({ amountMinor: minor.toString(), currency }, asker.viewer);
	const categories = CATEGORIES.map(([key, sum]) => ({ label: say(asker.viewer, key), value: money(sums[sum]) }));
	return forecastCardOf(forecast, there, { viewer: asker.viewer, url, categories });
}

/** Why a node's number is another one than a week ago. Throws not_found for a node out of sight. */
export async function changesCardFor(
	deps: CardDeps,
	asker: Asker,
	asked: { period?: string | undefined; node?: string | undefined },
): Promise<ChangesCardJson> {
	const { principal, viewer } = asker;
	const ground = await callGround(deps, deps.database.reader(principal.tenantId), asker, asked);
	const since = dateIn(ground.workspace.zone, ground.stored.asOf - CHANGES_DAYS * DAY_MS);
	const changed = await deps.beside("changes", { ...aboutNode(asker, ground), since });
	const { before, after, difference, parts } = found(changed, "part of the forecast");
	return {
		since: formatDay(since, viewer.locale),
		before: moneyText(before.value, viewer),
		after: moneyText(after.value, viewer),
		difference: showSignedMoney(BigInt(difference.amountMinor), difference.currency, viewer.locale),
		parts: parts
			.slice(0, MOST_PARTS)
			.map(({ amount, text, name }) => ({ amount, text: name ? `${name}: ${text}` : text, raise: "" })),
	};
}

/** What a person in sight is to bring in this quarter, and where. Throws not_found out of sight. */
export async function quotaCardFor(deps: CardDeps, asker: Asker, userId: string): Promise<QuotaCardJson> {
	const { principal, viewer } = asker;
	const db = deps.database.reader(principal.tenantId);
	const person = await db
		.selectFrom("users")
		.select("name")
		.where("id", "=", userId)
		.where(ownedInSight(sql`users.id`, principal.visibleOwners) as RawBuilder<SqlBool>)
		.executeTakeFirst();
	const { name } = found(person ?? null, "person");
	const [forecast, territories] = await Promise.all([latestForecastFor(deps, asker, {}), territoriesOf(db, userId)]);
	const node = forecast.nodes.find(({ nodeId }) => nodeId === userId) ?? null;
	const missing = node?.quota ? BigInt(node.quota.amountMinor) - BigInt(node.closed.amountMinor) : 0n;
	return {
		name,
		period: forecast.period.name,
		url: `${deps.settings.publicUrl}/forecast?period=${forecast.period.name}`,
		quota: moneyText(node?.quota ?? null, viewer),
		closed: moneyText(node?.closed ?? null, viewer),
		missing: node?.quota && missing > 0n ? moneyText({ ...node.quota, amountMinor: missing.toString() }, viewer) : "",
		...(node ? attained(node, viewer) : { attainment: null, attainmentText: "" }),
		forecast: node && figureOf(node.view),
		territories: territories.map(({ name, accounts }) => ({
			name,
			text: say(viewer, "cardText.accounts", { n: accounts }),
		})),
	};
}

/** What the last meeting on a deal came to, as far as its rep shares it with the asker. Throws not_found out of sight. */
export async function coachingCardOf(deps: CardDeps, asker: Asker, dealId: string): Promise<CoachingCardJson> {
	const { principal, viewer } = asker;
	const db = deps.database.reader(principal.tenantId);
	found(await findDeal(db, dealId, principal.visibleOwners, deps.now()), "deal");
	const last = await lastMeetingOf(db, dealId, principal);
	const nothing: CoachingCardJson = {
		title: "",
		heldAt: "",
		url: `${deps.settings.publicUrl}/meetings`,
		talkShare: null,
		talkText: "",
		actions: [],
	};
	if (!last) return nothing;
	const { locale, zone } = viewer;
	const share = last.talkRatio;
	return {
		title: last.title,
		heldAt: formatInstant(last.startsAt, locale, zone),
		url: `${deps.settings.publicUrl}/meetings/${last.id}`,
		talkShare: share,
		talkText:
			share === null ? "" : say(viewer, "cardText.talked", { share: showPercent(Math.round(share * 100), locale) }),
		actions: last.actions.map(({ text, owner, dueOn, status }) => ({
			text,
			owner,
			due: dueOn === null ? "" : formatDay(dueOn, locale),
			isDone: status === "done",
		})),
	};
}
