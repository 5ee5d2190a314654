import { sql } from "kysely";
import { COACH_LANGUAGES } from "../../core/coaching/languages.ts";
import { writeVtt } from "../../core/coaching/transcript/write-vtt.ts";
import { sampleCall } from "../../core/demo/sample-calls.ts";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Jobs } from "../jobs/catalog.ts";
import { sendSteps } from "../meetings/after-steps.ts";
import { readOrRefuse, takeTranscript } from "../meetings/take-transcript.ts";

/** Sellers who have had meetings, and how many each. */
const SELLERS = 3;
const EACH = 6;
/** Turns left out at the end, so that no two meetings of a seller are alike. */
const SHORTER = [0, 2, 4, 0, 6, 2];

/**
 * Gives the demo company meetings, where it has none: sample calls in six languages, as its best-known sellers' own, about
 * their open deals. What follows each is made by the same jobs as for anybody's.
 */
export async function addDemoMeetings(
	{ database, jobs, now }: { database: Database; jobs: Pick<Jobs, "enqueueCoalesced">; now: () => Instant },
	tenantId: number,
): Promise<number> {
	const made = await database.inTenant(tenantId, async (trx) => {
		const known = await trx.selectFrom("meetings").select("id").limit(1).executeTakeFirst();
		if (known) return [];
		const { now: at } = await loadWorkspace(trx, now());
		const { rows } = await sql<{ ownerId: string; name: string; deals: { id: string; customer: string }[] }>`
			select u.id as "ownerId", u.name, (select jsonb_agg(x) from (
				select d.id, a.name as customer from deals d join accounts a on a.id = d.account_id
				where d.owner_id = u.id and d.status = 'open' order by d.amount_minor desc nulls last limit ${sql.lit(EACH)}) x) as deals
			from users u where u.is_active and u.role = 'rep' and exists (
				select from deals d where d.owner_id = u.id and d.status = 'open' and d.account_id is not null)
			order by u.name = 'Maria Alvarez' desc, u.created_at, u.id limit ${sql.lit(SELLERS)}`.execute(trx);
		const ids: string[] = [];
		for (const [who, { ownerId, name, deals }] of rows.entries()) {
			for (const [k, deal] of (deals ?? []).entries()) {
				// The first seller sells in English most of the time.
				const lang = who === 0 && k % 2 === 0 ? "en" : (COACH_LANGUAGES[k % COACH_LANGUAGES.length] ?? "en");
				const { segments } = sampleCall(lang, { rep: name, shorterBy: SHORTER[(k + who) % SHORTER.length] ?? 0 });
				const text = writeVtt(segments.map((segment) => ({ ...segment, speaker: segment.speakerId })));
				const { meetingId } = await takeTranscript(trx, {
					...{ tenantId, source: "upload", text, fileName: null, by: null, now: now() },
					transcript: readOrRefuse(text, [name], { locale: "en", zone: "UTC" }),
					facts: {
						...{ title: `${deal.customer} – ${k % 2 === 0 ? "discovery" : "demo"}`, customerName: deal.customer },
						...{ kind: k % 2 === 0 ? "discovery" : "demo", startsAt: at - (k * 6 + who + 1) * DAY_MS, lang },
						...{ ownerId, dealId: deal.id, reps: [name], externalId: `demo-${who}-${k}` },
					},
				});
				ids.push(meetingId);
			}
		}
		return ids;
	});
	for (const meetingId of made) await sendSteps(jobs, tenantId, meetingId);
	return made.length;
}
