import type { JsonValue } from "../model/change.ts";
import type { LeadStatus } from "../model/lead.ts";
import type { Draft, Link } from "./draft.ts";
import type { Field } from "./fields.ts";
import type { MapperContext } from "./map-sheet.ts";
import { byEmail, byName, nameKey } from "./name-key.ts";
import type { RowReader } from "./row-reader.ts";
import { leadStatusOf } from "./stage-words.ts";

/** A row of an accounts sheet. */
export function mapAccount(context: MapperContext): Draft[] {
	const { reader, plan } = context;
	const drafts: Draft[] = [];
	const name = reader.text("name") ?? reader.refuse("missing_name", "name");
	const alias = byName(name);
	const id = reader.key("externalId");
	const fields: Record<string, JsonValue> = { name };
	copyText(reader, fields, ["industry", "country", "region"]);
	if (reader.has("domain")) fields["domain"] = domainOf(reader.text("domain"));
	if (reader.has("employees")) fields["employees"] = rounded(reader.count("employees"));
	if (reader.has("annualRevenue")) {
		fields["annualRevenueMinor"] =
			reader.money("annualRevenue", plan.currency, context.sheet.revenueScale)?.minor ?? null;
	}
	copyCreated(reader, fields);
	const links: Record<string, Link | null> = {};
	if (reader.has("parentName") || reader.has("parentId")) {
		const parent = reader.text("parentName");
		const parentId = reader.key("parentId");
		links["parentId"] = parent
			? context.imply(drafts, {
					entity: "account",
					key: parentId ?? byName(parent),
					aliases: parentId ? [byName(parent)] : [],
					fields: { name: parent },
					links: {},
				})
			: parentId
				? { entity: "account", key: parentId }
				: null;
	}
	if (context.speaksOfOwner()) links["ownerId"] = context.linkOwner(drafts);
	drafts.push({
		entity: "account",
		key: id ?? alias,
		aliases: id ? [alias] : [],
		implied: false,
		fields,
		links,
		extra: reader.extra(),
	});
	return drafts;
}

/** A row of a contacts sheet. */
export function mapContact(context: MapperContext): Draft[] {
	const { reader } = context;
	const drafts: Draft[] = [];
	const email = reader.text("email")?.toLowerCase() ?? null;
	const name = personName(reader) ?? email ?? reader.refuse("missing_name", reader.has("name") ? "name" : null);
	const account = context.linkAccount(drafts, "accountName", "accountId");
	const id = reader.key("externalId");
	const fields: Record<string, JsonValue> = { name };
	if (reader.has("email")) fields["email"] = email;
	copyText(reader, fields, ["phone", "title"]);
	copyCreated(reader, fields);
	const links: Record<string, Link | null> = {};
	if (reader.has("accountName") || reader.has("accountId")) links["accountId"] = account;
	const alias = email ? byEmail(email) : null;
	drafts.push({
		entity: "contact",
		key: id ?? alias ?? `name:${nameKey(name) || name}@${account?.key ?? ""}`,
		aliases: id && alias ? [alias] : [],
		implied: false,
		fields,
		links,
		extra: reader.extra(),
	});
	return drafts;
}

/** A row of a leads sheet. */
export function mapLead(context: MapperContext): Draft[] {
	const { reader } = context;
	const drafts: Draft[] = [];
	const email = reader.text("email")?.toLowerCase() ?? null;
	const company = reader.text("company");
	const id = reader.key("externalId");
	const person = personName(reader);
	const alias = email ? byEmail(email) : null;
	const key =
		id ??
		alias ??
		(person ? context.naturalKey("lead", [nameKey(person), nameKey(company ?? "")]) : context.rowKey("lead"));
	const status = leadStatus(context);
	const fields: Record<string, JsonValue> = { name: person ?? email ?? company ?? key, status };
	if (reader.has("email")) fields["email"] = email;
	copyText(reader, fields, ["company", "title", "phone", "source", "industry", "country"]);
	if (reader.has("employees")) fields["employees"] = rounded(reader.count("employees"));
	copyCreated(reader, fields);
	if (fields["createdAt"] === undefined) reader.warnings.push("created_unknown");
	if (reader.has("closedAt")) fields["closedAt"] = reader.instant("closedAt");
	const links: Record<string, Link | null> = {};
	if (context.speaksOfOwner()) links["ownerId"] = context.linkOwner(drafts);
	const deal = reader.key("dealId");
	if (reader.has("dealId")) links["convertedDealId"] = deal ? { entity: "deal", key: deal } : null;
	drafts.push({
		entity: "lead",
		key,
		aliases: id && alias ? [alias] : [],
		implied: false,
		fields,
		links,
		extra: reader.extra(),
	});
	return drafts;
}

function leadStatus(context: MapperContext): LeadStatus {
	const { reader, plan } = context;
	if (reader.boolean("converted") === true) return "converted";
	const written = reader.text("status");
	if (written === null) return "new";
	const planned = plan.leadStatuses[written];
	if (planned) return planned;
	const read = leadStatusOf(written);
	if (!read) reader.warnings.push("unknown_lead_status");
	return read ?? "working";
}

/** First and last name, or the whole; null when none is said. */
export function personName(reader: RowReader): string | null {
	const parts = [reader.text("firstName"), reader.text("lastName")].filter((p) => p !== null);
	return reader.text("name") ?? (parts.length > 0 ? parts.join(" ") : null);
}

function copyText(reader: RowReader, fields: Record<string, JsonValue>, names: Field[]): void {
	for (const name of names) if (reader.has(name)) fields[name] = reader.text(name);
}

function copyCreated(reader: RowReader, fields: Record<string, JsonValue>): void {
	const at = reader.instant("createdAt");
	if (at !== null) fields["createdAt"] = at;
}

function domainOf(site: string | null): string | null {
	if (site === null) return null;
	return (
		site
			.toLowerCase()
			.replace(/^[a-z]+:\/\//, "")
			.replace(/^www\./, "")
			.replace(/[/?#].*$/, "") || null
	);
}

function rounded(value: number | null): number | null {
	return value === null ? null : Math.round(value);
}
