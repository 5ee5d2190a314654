import { sql } from "kysely";
import { CourtsideError } from "../../../core/contract/problem.ts";
import { type ContentAim, type Fit, fitContent } from "../../../core/enablement/fit-content.ts";
import { heardCompetitors } from "../../../core/enablement/heard-competitors.ts";
import type { Competitor } from "../../../core/model/enablement.ts";
import type { Instant } from "../../../core/model/instant.ts";
import type { ContentUse } from "../../../core/model/room.ts";
import type { Db } from "../connect.ts";
import type { Writer } from "../own-write.ts";
import { timestamp } from "../values.ts";
import { type RoomDeal, tellOfRoom } from "./room-deal.ts";

/** A competitor as the deal knows it. */
export interface RoomCompetitorRow {
	id: string;
	name: string;
	isIn: boolean;
	isHeard: boolean;
}

/** Lines that a playbook shows at once. */
const MOST_SHOWN = 20;
/** How far back subjects of activities are read for names. */
const SUBJECTS = 200;

/** All competitors: which are in the deal, and which are only named in its next step or the subjects of its activities. */
export async function listRoomCompetitors(db: Db, deal: RoomDeal): Promise<RoomCompetitorRow[]> {
	const { rows } = await sql<Competitor & { isIn: boolean }>`select c.id, c.name, c.aliases,
			exists (select from deal_competitors x where x.deal_id = ${deal.id}::uuid and x.competitor_id = c.id) as "isIn"
		from competitors c order by c.name, c.id`.execute(db);
	if (rows.length === 0) return [];
	const said = await sql<{ subject: string }>`select v.subject from activities v
		where v.deal_id = ${deal.id}::uuid and v.subject is not null order by v.occurred_at desc limit ${sql.lit(SUBJECTS)}`.execute(
		db,
	);
	const heard = heardCompetitors(rows, [deal.nextStep ?? "", ...said.rows.map((r) => r.subject)]);
	return rows.map(({ id, name, isIn }) => ({ id, name, isIn, isHeard: heard.has(id) }));
}

/** Says which competitors are in the deal. Throws unprocessable on one that is not known. */
export async function setCompetitors(writer: Writer, dealId: string, competitorIds: string[]): Promise<void> {
	const { trx, principal } = writer;
	const wanted = [...new Set(competitorIds)];
	const known = await trx
		.selectFrom("competitors")
		.select("id")
		.where("id", "=", sql<string>`any(${wanted}::uuid[])`)
		.execute();
	if (known.length < wanted.length) {
		throw new CourtsideError("unprocessable", "competitorIds: one of them is not known. Load the page again.", {
			errors: [{ path: "competitorIds", message: "not known" }],
		});
	}
	await trx.deleteFrom("deal_competitors").where("deal_id", "=", dealId).execute();
	if (wanted.length > 0) {
		await trx
			.insertInto("deal_competitors")
			.values(wanted.map((id) => ({ tenant_id: principal.tenantId, deal_id: dealId, competitor_id: id })))
			.execute();
	}
	await tellOfRoom(writer, dealId, "deal.competitors_set", { competitorIds: wanted });
}

/** A line that fits the deal. */
export interface FittingRow extends ContentAim {
	kind: string;
	body: string;
	fits: Fit[];
	usedAt: Instant | null;
}

/** The lines that fit the deal, closest first. */
export async function listPlaybook(
	db: Db,
	deal: RoomDeal,
	competitors: RoomCompetitorRow[],
	locale: string,
): Promise<FittingRow[]> {
	const { rows } = await sql<Omit<FittingRow, "fits">>`select c.id, c.kind, c.title, c.body, c.locale,
			c.competitor_id as "competitorId", c.stage_id as "stageId", c.industry,
			(select max(u.used_at) from content_uses u
				where u.content_id = c.id and u.deal_id = ${deal.id}::uuid and u.kind = 'used') as "usedAt"
		from content c where c.archived_at is null`.execute(db);
	const competitorIds = new Set(competitors.filter((c) => c.isIn).map((c) => c.id));
	const fitting = fitContent(rows, { stageId: deal.stageId, competitorIds, industry: deal.industry, locale });
	return fitting.slice(0, MOST_SHOWN).map(({ line, fits }) => ({ ...line, fits }));
}

/** Notes that lines were shown, opened or used in a deal; once a day of each kind. Gives how many were new. */
export async function noteContentUse(
	writer: Writer,
	dealId: string,
	contentIds: string[],
	kind: ContentUse,
): Promise<number> {
	const { trx, principal, workspace, now } = writer;
	const { rows } = await sql`insert into content_uses (tenant_id, content_id, deal_id, user_id, kind, used_on, used_at)
		select ${principal.tenantId}, c.id, ${dealId}::uuid, ${principal.userId}::uuid, ${kind}, ${workspace.today}::date,
			${timestamp(now)}
		from content c where c.id = any(${contentIds}::uuid[]) and c.archived_at is null
		on conflict do nothing returning 1`.execute(trx);
	return rows.length;
}
