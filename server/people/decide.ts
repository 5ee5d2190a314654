import { sql } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { becomeOne } from "./become-one.ts";
import {
	type Before,
	type Decider,
	type IdentityBefore,
	lockPeople,
	makeChange,
	type PeopleChange,
} from "./make-change.ts";
import type { Move } from "./move-records.ts";

/** What is decided about one name, address or record: whose it is, that it is somebody of their own, or nobody to match. */
export type Decision = { identityId: string } & ({ personId: string } | { as: "themselves" | "ignored" });

/** A decided change; `kept` counts those whose earlier records could not be told from others of the same person. */
export interface Decided extends PeopleChange {
	matched: number;
	kept: number;
}

interface Open extends IdentityBefore {
	source: string;
	externalId: string;
	/** Whether its holder is known by nothing that was matched: then all of it is this one's. */
	holderIsOnlyThis: boolean;
	/** Whether the holder is known to that source in another way too: then its records cannot be told apart. */
	holderHasOthersThere: boolean;
	isRecordKey: boolean;
}

/**
 * Matches names, addresses and records with people, in one change. What stood under a mere name moves whole to the person;
 * of one that was matched with somebody else by mistake, the records of its source move. Throws unprocessable on people
 * who are not there, not_found on an identity that is not.
 */
export async function decide(decider: Decider, decisions: readonly Decision[]): Promise<Decided> {
	const { trx, tenantId } = decider;
	const open = await takeInHand(decider, decisions);
	const targets = decisions.flatMap((d) => ("personId" in d ? [d.personId] : []));
	const people = await lockPeople(decider, [...targets, ...[...open.values()].flatMap((o) => o.userId ?? [])]);
	for (const id of targets) {
		const person = people.get(id);
		if (!person || person.mergedIntoId !== null) {
			throw new CourtsideError(
				"unprocessable",
				"One of the people chosen is not here any more. Reload and choose again.",
			);
		}
	}
	const before: Before = { users: [], identities: [], externalIds: [] };
	const merging = new Map<string, string>();
	const moves: Move[] = [];
	let kept = 0;
	for (const decision of decisions) {
		const one = open.get(decision.identityId);
		if (!one) throw new CourtsideError("not_found", "One of these is not here any more. Reload and try again.");
		if (!("personId" in decision)) {
			await settle(decider, one, before, {
				userId: one.userId,
				state: decision.as === "ignored" ? "ignored" : "matched",
			});
			continue;
		}
		const toId = decision.personId;
		const fromId = one.userId;
		if (fromId === null || fromId === toId || !one.holderIsOnlyThis) {
			await settle(decider, one, before, { userId: toId, state: "matched" });
			if (fromId === null || fromId === toId) continue;
			if (one.holderHasOthersThere || !one.isRecordKey) kept++;
			else moves.push({ fromId, toId, source: one.source });
		} else if (targets.includes(fromId) || (merging.get(fromId) ?? toId) !== toId) {
			throw new CourtsideError(
				"unprocessable",
				"Two of these decisions are about the same person. Decide them one after the other.",
			);
		} else {
			merging.set(fromId, toId);
			moves.push({ fromId, toId, source: null });
		}
	}
	await becomeOne(decider, merging, before);
	const about = {
		matched: decisions.length,
		kept,
		pairs: moves.slice(0, 200).map(({ fromId, toId }) => ({ fromId, toId })),
	};
	const change = await makeChange(decider, { kind: "match", about, before, moves });
	return { ...change, matched: decisions.length, kept };

	async function settle(
		{ trx: inside }: Decider,
		one: Open,
		was: Before,
		next: { userId: string | null; state: "matched" | "ignored" },
	): Promise<void> {
		was.identities.push({
			id: one.id,
			userId: one.userId,
			state: one.state,
			matchedBy: one.matchedBy,
			confidence: one.confidence,
		});
		await inside
			.updateTable("identities")
			.set({
				user_id: next.userId,
				state: next.state,
				matched_by: next.state === "matched" ? "by-hand" : null,
				confidence: next.state === "matched" ? 1 : null,
				suggested_id: null,
				suggested_by: null,
				suggested_confidence: null,
			})
			.where("tenant_id", "=", tenantId)
			.where("id", "=", one.id)
			.execute();
		if (next.userId === one.userId || next.userId === null || !one.isRecordKey) return;
		const { source, externalId } = one;
		const held = await trx
			.selectFrom("external_ids")
			.select(["id", "import_id"])
			.where("tenant_id", "=", tenantId)
			.where("source", "=", source)
			.where("object", "=", "user")
			.where("external_id", "=", externalId)
			.executeTakeFirst();
		was.externalIds.push({ source, externalId, id: held?.id ?? null, importId: held?.import_id ?? null });
		await trx
			.insertInto("external_ids")
			.values({ tenant_id: tenantId, source, object: "user", external_id: externalId, id: next.userId })
			.onConflict((conflict) =>
				conflict
					.columns(["tenant_id", "source", "object", "external_id"])
					.doUpdateSet({ id: next.userId ?? "", import_id: null }),
			)
			.execute();
	}
}

async function takeInHand({ trx, tenantId }: Decider, decisions: readonly Decision[]): Promise<Map<string, Open>> {
	const ids = decisions.map((d) => d.identityId);
	if (new Set(ids).size !== ids.length) {
		throw new CourtsideError("unprocessable", "Each name or account can be decided only once at a time.");
	}
	const { rows } =
		await sql<Open>`select i.id, i.user_id as "userId", i.state, i.matched_by as "matchedBy", i.confidence,
			i.source, i.external_id as "externalId", i.kind in ('owner-name', 'crm-user') or i.source <> 'courtside' as "isRecordKey",
			coalesce(i.matched_by, 'itself') = 'itself' and u.id is not null and u.password_hash is null and not exists (select from identities o
				where o.tenant_id = i.tenant_id and o.user_id = i.user_id and o.id <> i.id and o.state = 'matched') as "holderIsOnlyThis",
			exists (select from identities o where o.tenant_id = i.tenant_id and o.user_id = i.user_id and o.id <> i.id
				and o.source = i.source) as "holderHasOthersThere"
		from identities i left join users u on u.tenant_id = i.tenant_id and u.id = i.user_id
		where i.tenant_id = ${tenantId} and i.id = any(${ids}::uuid[]) order by i.id for update of i`.execute(trx);
	return new Map(rows.map((row) => [row.id, row]));
}
