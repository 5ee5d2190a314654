import { decimalFromMinor } from "../../core/model/money.ts";
import type { Db } from "../db/connect.ts";
import { readSlice, type SliceRows } from "./slice-rows.ts";

/** A part of a workspace as a Salesforce organisation would hold it, and which record of ours each is. */
interface OrgSlice {
	given: {
		currency: string;
		pipelineName: string;
		rows: { object: string; at: number; row: Record<string, string | number | boolean | null> }[];
	};
	links: { object: string; externalId: string; id: string }[];
}

/** How the vendor begins the ids of a kind of record. */
const PREFIX = { user: "005", account: "001", contact: "003", lead: "00Q", deal: "006" } as const;
type Kind = keyof typeof PREFIX;
/** Ids of the records that we hand over; the organisation counts on from there. */
const FIRST = 500_001;

/**
 * The largest open deals of the main pipeline and the best open leads of a workspace, with their accounts, contacts and
 * owners, as an organisation holds them. A record that stood for one of ours before does so again.
 */
export async function orgSlice(db: Db, currency: string): Promise<OrgSlice> {
	const rows = await readSlice(db, "salesforce");
	const pipeline = rows.stages.find(({ isDefault }) => isDefault) ?? rows.stages[0];
	const stages = rows.stages.filter((one) => one.pipeline === pipeline?.pipeline);
	const stageNames = new Map(stages.map(({ id, name }) => [id, name]));
	const known = new Map(rows.known.map(({ object, externalId, id }) => [`${object} ${id}`, externalId]));
	let next = Math.max(FIRST, ...rows.known.map(({ externalId }) => numberIn(externalId) + 1));
	const links: OrgSlice["links"] = [];
	const idOf = (object: Kind, id: string): string => {
		const externalId = known.get(`${object} ${id}`) ?? longId(object, next++);
		links.push({ object, externalId, id });
		return externalId;
	};
	const ids = new Map<string, string>();
	for (const [kind, group] of [
		["user", rows.users],
		["account", rows.accounts],
		["contact", rows.contacts],
		["lead", rows.leads],
		["deal", rows.deals],
	] as const)
		for (const { id } of group) ids.set(id, idOf(kind, id));
	const theirs = (id: string | null) => (id === null ? null : (ids.get(id) ?? null));
	if (pipeline) links.push({ object: "pipeline", externalId: "Opportunity", id: pipeline.pipeline });
	for (const { id, name } of stages) links.push({ object: "stage", externalId: name, id });
	const born = Math.min(...[...rows.leads, ...rows.deals].map(({ createdAt }) => createdAt));
	return {
		given: {
			currency,
			pipelineName: pipeline?.pipelineName ?? "Salesforce",
			rows: [
				...stages.map(({ name, position, kind }) => ({
					...{ object: "OpportunityStage", at: born },
					row: {
						...{ MasterLabel: name, ApiName: name, SortOrder: position, IsActive: true },
						...{ IsClosed: kind !== "open", IsWon: kind === "won" },
					},
				})),
				...rows.users.map((one) => ({ object: "User", at: born, row: userRow(one, theirs) })),
				...rows.accounts.map(({ id, name, domain, industry }) => ({
					...{ object: "Account", at: born },
					row: { Id: theirs(id), Name: name, Website: domain ? `https://www.${domain}` : null, Industry: industry },
				})),
				...rows.contacts.map(({ id, name, email, title, accountId }) => ({
					...{ object: "Contact", at: born },
					row: { Id: theirs(id), Name: name, Email: email, Title: title, AccountId: theirs(accountId) },
				})),
				...rows.deals
					.filter(({ stageId }) => stageNames.has(stageId))
					.map((one) => ({
						...{ object: "Opportunity", at: one.createdAt },
						row: {
							...{ Id: theirs(one.id), Name: one.name, StageName: stageNames.get(one.stageId) ?? null },
							...{ Amount: decimalOf(one), CurrencyIsoCode: one.currency, CloseDate: one.closeDate },
							...{ NextStep: one.nextStep, AccountId: theirs(one.accountId), OwnerId: theirs(one.ownerId) },
						},
					})),
				...rows.leads.map((one) => ({
					...{ object: "Lead", at: one.createdAt },
					row: {
						...{ Id: theirs(one.id), Name: one.name, Email: one.email, Title: one.title },
						...{ Company: one.company ?? "–", Status: "New", IsConverted: false, OwnerId: theirs(one.ownerId) },
					},
				})),
			],
		},
		links,
	};
}

function userRow({ id, name, email }: SliceRows["users"][number], theirs: (id: string) => string | null) {
	return { Id: theirs(id), Name: name, Username: email, Email: email, UserType: "Standard", IsActive: true };
}

function decimalOf({ amountMinor, currency }: SliceRows["deals"][number]): number | null {
	return amountMinor && currency ? Number(decimalFromMinor({ amountMinor: BigInt(amountMinor), currency })) : null;
}

/** An id of the vendor's shape: fifteen characters without small letters, and the three that guard their case. */
function longId(object: Kind, n: number): string {
	const fifteen = `${PREFIX[object]}${String(n).padStart(12, "0")}`;
	return `${fifteen}${fifteen.startsWith("00Q") ? "E" : "A"}AA`;
}

function numberIn(externalId: string): number {
	return Number(/^\w{3}(\d{12})/.exec(externalId)?.[1] ?? 0);
}
