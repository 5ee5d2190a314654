import type { FieldChange, JsonValue } from "../model/change.ts";
import type { Instant } from "../model/instant.ts";
import { decimalFromMinor } from "../model/money.ts";
import type { CompanyRecords } from "./company.ts";

/** A file of the folder that a company's CRM is. */
export interface DropFile {
	/** `changes/000001.json` */
	name: string;
	text: string;
}

/** A change as it is dropped; see `core/contract/change-payload.ts`. */
interface Dropped {
	entity: string;
	id: string;
	recordedAt: string;
	deleted?: true;
	fields: Record<string, JsonValue>;
}

const PER_FILE = 1000;

/**
 * A company as a folder of changes with its own report: whole histories, several currencies, a deletion, and, with
 * `flaws`, four records that no one could store (a stage that no pipeline has, an amount in words, an account without a
 * name, a file that is cut off).
 */
export function fileDropOf(company: CompanyRecords, given: { flaws: boolean }): DropFile[] {
	const changes = [...standing(company), ...moving(company)].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1));
	const [first] = company.deals;
	const last = changes.at(-1)?.recordedAt ?? "";
	const flaws = given.flaws && first ? flawsOf(company, last) : [];
	const all = [...changes, ...flaws];
	const files: DropFile[] = [];
	for (let from = 0; from < all.length; from += PER_FILE) {
		files.push({ name: nameOf(files.length + 1), text: textOf({ changes: all.slice(from, from + PER_FILE) }) });
	}
	if (given.flaws)
		files.push({ name: nameOf(files.length + 1), text: '{ "changes": [ { "entity": "deal", "id": "cut o' });
	files.push({ name: "report.json", text: textOf(reportOf(company, last, given.flaws)) });
	return files;
}

/** What is as it always was: people, pipelines, accounts, contacts. */
function standing({ users, pipelines, stages, accounts, contacts, deals, leads }: CompanyRecords): Dropped[] {
	const begin = iso(Math.min(...[...deals, ...leads].map((record) => record.createdAt)) - 1);
	const told = (entity: string, id: string, fields: Record<string, JsonValue>): Dropped => ({
		entity,
		id,
		recordedAt: begin,
		fields: clean(fields),
	});
	return [
		...users.map(({ id, name, email, isActive }) => told("user", id, { name, email, isActive })),
		...pipelines.map(({ id, name }) =>
			told("pipeline", id, {
				name,
				stages: stages
					.filter((stage) => stage.pipelineId === id)
					.map((stage) => ({ externalId: stage.id, name: stage.name, kind: stage.kind, position: stage.position })),
			}),
		),
		...accounts.map((a) =>
			told("account", a.id, {
				name: a.name,
				domain: a.domain,
				industry: a.industry,
				employees: a.employees,
				country: a.country,
				region: a.region,
				ownerExternalId: a.ownerId,
			}),
		),
		...contacts.map(({ id, accountId, name, email, phone, title }) =>
			told("contact", id, { name, email, phone, title, accountExternalId: accountId }),
		),
	];
}

/** What changes: deals and leads from their beginning, and activities when they took place. */
function moving({ changes, deals, activities }: CompanyRecords): Dropped[] {
	const currencies = new Map(deals.map(({ id, currency }) => [id, currency]));
	const told = changes.flatMap((change): Dropped[] => {
		const { entity, entityId: id, recordedAt } = change;
		if (entity !== "deal" && entity !== "lead") return [];
		const fields = spelled(change, currencies.get(id) ?? null);
		return Object.keys(fields).length > 0 ? [{ entity, id, recordedAt: iso(recordedAt), fields }] : [];
	});
	const done = activities.map(
		(a): Dropped => ({
			entity: "activity",
			id: a.id,
			recordedAt: iso(a.occurredAt),
			fields: clean({
				kind: a.kind,
				direction: a.direction,
				subject: a.subject,
				occurredAt: iso(a.occurredAt),
				durationMinutes: a.durationMinutes,
				ownerExternalId: a.ownerId,
				accountExternalId: a.accountId,
				contactExternalId: a.contactId,
				dealExternalId: a.dealId,
				leadExternalId: a.leadId,
			}),
		}),
	);
	return [...told, ...done];
}

/** A change's values in the folder's own names. A deal's status is its stage's. */
function spelled({ entity, field, value }: FieldChange, currency: string | null): Record<string, JsonValue> {
	const values = field === "*" ? (value as Record<string, JsonValue>) : { [field]: value };
	const fields: Record<string, JsonValue> = {};
	for (const [name, one] of Object.entries(values)) {
		if (name === "amountMinor") {
			if (typeof one === "string" && currency) {
				fields["amount"] = decimalFromMinor({ amountMinor: BigInt(one), currency });
				fields["currency"] = currency;
			}
		} else if (REFERENCES[name]) fields[REFERENCES[name]] = one;
		else if (FIELDS[entity]?.includes(name)) fields[name] = one;
	}
	if (fields["stageExternalId"] === null) delete fields["stageExternalId"];
	return clean(fields);
}

const REFERENCES: Readonly<Record<string, string>> = {
	accountId: "accountExternalId",
	ownerId: "ownerExternalId",
	stageId: "stageExternalId",
};
const FIELDS: Readonly<Record<string, readonly string[]>> = {
	deal: ["name", "closeDate", "source", "nextStep", "forecastCategory"],
	lead: ["name", "email", "company", "title", "phone", "source", "industry", "country", "employees", "status"],
};

function flawsOf({ deals }: CompanyRecords, at: string): Dropped[] {
	const [deal] = deals;
	return [
		{
			entity: "deal",
			id: "flaw-stage",
			recordedAt: at,
			fields: { name: "Stage of another team", stageName: "Haggling" },
		},
		{
			entity: "deal",
			id: "flaw-amount",
			recordedAt: at,
			fields: { name: `${deal?.name ?? "Deal"} again`, amount: "twelve thousand", currency: "EUR" },
		},
		{ entity: "account", id: "flaw-name", recordedAt: at, fields: { country: "DE" } },
		{ entity: "contact", id: "gone", recordedAt: at, deleted: true, fields: {} },
	];
}

/** The folder's own totals, which count the flawed records too: it is the source. */
function reportOf(company: CompanyRecords, asOf: string, flaws: boolean) {
	const { users, accounts, contacts, leads, deals, activities } = company;
	const part = (status: "open" | "won") => {
		const mine = deals.filter((deal) => deal.status === status);
		const sums = new Map<string, bigint>();
		for (const { amountMinor, currency } of mine) {
			if (amountMinor !== null && currency) sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
		}
		return {
			count: mine.length,
			totals: Object.fromEntries(
				[...sums].map(([currency, amountMinor]) => [currency, decimalFromMinor({ amountMinor, currency })]),
			),
		};
	};
	return {
		asOf,
		rows: {
			user: users.length,
			account: accounts.length + (flaws ? 1 : 0),
			contact: contacts.length,
			lead: leads.length,
			deal: deals.length + (flaws ? 2 : 0),
			activity: activities.length,
		},
		deals: { open: part("open"), won: part("won") },
	};
}

function clean(fields: Record<string, JsonValue | undefined>): Record<string, JsonValue> {
	return Object.fromEntries(
		Object.entries(fields).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined && entry[1] !== null),
	);
}

function nameOf(n: number): string {
	return `changes/${String(n).padStart(6, "0")}.json`;
}

function textOf(value: unknown): string {
	return `${JSON.stringify(value, null, "\t")}\n`;
}

function iso(at: Instant): string {
	return new Date(at).toISOString();
}
