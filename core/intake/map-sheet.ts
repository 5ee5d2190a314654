import { clip } from "./clip.ts";
import { contentKey } from "./content-key.ts";
import type { Draft, HistoryStep, Link, RowResult } from "./draft.ts";
import type { SheetEntity } from "./fields.ts";
import { mapActivity } from "./map-activity.ts";
import { mapDeal } from "./map-deal.ts";
import { mapEvent, mapStageHistory } from "./map-history.ts";
import { mapAccount, mapContact, mapLead } from "./map-parties.ts";
import { mapLineItem, mapProduct } from "./map-product.ts";
import { mapQuota } from "./map-quota.ts";
import { mapUser } from "./map-user.ts";
import { byEmail, byName, nameKey } from "./name-key.ts";
import type { Plan, PlannedStage, SheetPlan } from "./plan.ts";
import { RowFault, RowReader } from "./row-reader.ts";

/** Turns one sheet's rows into drafts, one after the other. Remembers keys, so that the same key twice is refused. */
export interface SheetMapper {
	/** `row` counts from 1 with the header. */
	map(cells: string[], row: number): RowResult;
}

/** A mapper for the plan's sheet. Rows must come in the file's order from its first one, also when work is resumed. */
export function sheetMapper(plan: Plan, sheetIndex: number): SheetMapper {
	const sheet = plan.sheets[sheetIndex];
	if (!sheet?.entity) throw new RangeError(`sheet ${sheetIndex} is not taken in`);
	const context = new MapperContext(plan, sheetIndex);
	const mapOne = MAPPERS[sheet.entity];
	return {
		map(cells, row) {
			try {
				context.reader.turnTo(cells, row);
				context.steps = [];
				const drafts = mapOne(context);
				context.refuseRepeats(drafts, row);
				context.settle();
				return { ok: true, drafts, steps: context.steps, warnings: [...context.reader.warnings] };
			} catch (fault) {
				context.unsettle();
				if (fault instanceof RowFault) return { ok: false, reject: fault.reject };
				throw fault;
			}
		},
	};
}

const MAPPERS: Record<SheetEntity, (context: MapperContext) => Draft[]> = {
	account: mapAccount,
	contact: mapContact,
	lead: mapLead,
	deal: mapDeal,
	product: mapProduct,
	line_item: mapLineItem,
	activity: mapActivity,
	user: mapUser,
	stage_history: mapStageHistory,
	event_log: mapEvent,
	quota: mapQuota,
};

/** What the mappers of one sheet share: the row at hand, the plan, and which linked records were already spoken of. */
export class MapperContext {
	readonly reader: RowReader;
	readonly plan: Plan;
	readonly sheet: SheetPlan;
	/** History steps of the row at hand. */
	steps: HistoryStep[] = [];
	readonly #stages: Map<string, PlannedStage>;
	readonly #implied = new Set<string>();
	readonly #impliedByRow: string[] = [];
	readonly #keys = new Map<string, number>();
	readonly #repeats = new Map<string, number>();

	constructor(plan: Plan, sheetIndex: number) {
		const sheet = plan.sheets[sheetIndex];
		if (!sheet) throw new RangeError(`no sheet ${sheetIndex}`);
		this.plan = plan;
		this.sheet = sheet;
		this.reader = new RowReader(plan, sheet);
		this.#stages = new Map(plan.stages.map((s) => [nameKey(s.name), s] as const));
	}

	/** The planned stage of that name, however it is spelled. */
	stage(written: string): PlannedStage | undefined {
		return this.#stages.get(nameKey(written));
	}

	/** Adds a record that is only linked to, the first time its key comes up. */
	imply(drafts: Draft[], draft: Omit<Draft, "implied" | "extra">): Link {
		const id = `${draft.entity} ${draft.key}`;
		if (!this.#implied.has(id)) {
			this.#implied.add(id);
			this.#impliedByRow.push(id);
			drafts.push({ ...draft, implied: true, extra: null });
		}
		return { entity: draft.entity, key: draft.key };
	}

	/** Whether owners stand in this sheet at all. */
	speaksOfOwner(): boolean {
		return this.reader.has("ownerName") || this.reader.has("ownerEmail") || this.reader.has("ownerId");
	}

	/** The owner by id, address or name; with manager and office beside the name, the teams too. */
	linkOwner(drafts: Draft[]): Link | null {
		const id = this.reader.key("ownerId");
		const email = this.reader.text("ownerEmail")?.toLowerCase() ?? null;
		const written = this.reader.text("ownerName");
		const name = written?.includes("@") ? null : written;
		const address = email ?? (written?.includes("@") ? written.toLowerCase() : null);
		const team =
			this.reader.has("ownerManager") || this.reader.has("ownerRegion") ? this.linkTeam(drafts, "ownerManager") : null;
		return this.linkPerson(drafts, { id, email: address, name }, team);
	}

	/** A user to link to; null when nothing names one. */
	linkPerson(
		drafts: Draft[],
		who: { id: string | null; email: string | null; name: string | null },
		team: Link | null = null,
	): Link | null {
		const aliases = [who.email ? byEmail(who.email) : null, who.name ? byName(who.name) : null].filter(
			(a) => a !== null,
		);
		const key = who.id ?? aliases[0];
		if (key === undefined) return null;
		const fields: Draft["fields"] = { name: who.name ?? who.email ?? key };
		if (who.email) fields["email"] = who.email;
		return this.imply(drafts, {
			entity: "user",
			key,
			aliases: aliases.filter((a) => a !== key),
			fields,
			links: team ? { teamId: team } : {},
		});
	}

	/** The team a manager leads within an office: region → the manager's team. Null when neither is said. */
	linkTeam(drafts: Draft[], managerField: "managerName" | "ownerManager"): Link | null {
		const region = this.reader.text("ownerRegion");
		const manager = this.reader.text(managerField);
		const managerEmail =
			managerField === "managerName" ? (this.reader.text("managerEmail")?.toLowerCase() ?? null) : null;
		const named = this.reader.text("team");
		let parent: Link | null = null;
		if (region) {
			parent = this.imply(drafts, {
				entity: "team",
				key: `region:${nameKey(region) || region}`,
				aliases: [],
				fields: { name: region, kind: "region" },
				links: {},
			});
		}
		const lead =
			manager || managerEmail ? this.linkPerson(drafts, { id: null, email: managerEmail, name: manager }) : null;
		if (!named && !lead) return parent;
		const name = named ?? manager ?? managerEmail ?? "";
		return this.imply(drafts, {
			entity: "team",
			key: `team:${nameKey(region ?? "")}/${nameKey(name) || name}`,
			aliases: [],
			fields: { name, kind: "team" },
			links: { ...(parent ? { parentId: parent } : {}), ...(lead ? { managerId: lead } : {}) },
		});
	}

	/** The account by id or name. An id without a name links to a record of another file, or to none. */
	linkAccount(drafts: Draft[], nameField: "accountName" | "company", idField: "accountId"): Link | null {
		const id = this.reader.key(idField);
		const name = this.reader.text(nameField);
		if (name === null) return id === null ? null : { entity: "account", key: id };
		const alias = byName(name);
		return this.imply(drafts, {
			entity: "account",
			key: id ?? alias,
			aliases: id ? [alias] : [],
			fields: { name },
			links: {},
		});
	}

	/** The product by id or name. */
	linkProduct(drafts: Draft[]): Link | null {
		const id = this.reader.key("productId");
		const name = this.reader.text("productName");
		if (name === null) return id === null ? null : { entity: "product", key: id };
		const alias = byName(name);
		return this.imply(drafts, {
			entity: "product",
			key: id ?? alias,
			aliases: id ? [alias] : [],
			fields: { name },
			links: {},
		});
	}

	/** The row is taken: what it implied counts as spoken of. */
	settle(): void {
		this.#impliedByRow.length = 0;
	}

	/** The row is refused and its drafts with it: the next row that needs them has to imply them again. */
	unsettle(): void {
		for (const id of this.#impliedByRow) this.#implied.delete(id);
		this.#impliedByRow.length = 0;
	}

	/** A key from what a record is called; a second one of the same name in the file gets a number. */
	naturalKey(kind: string, parts: string[]): string {
		return this.#numbered(clip(`${kind}:${parts.join("|")}`, 280));
	}

	/** A key from all of a row's content; equal rows are numbered. */
	rowKey(kind: string): string {
		return this.#numbered(`${kind}:${contentKey(this.reader.cells())}`);
	}

	/** Refuses a row whose record came before in the same file. */
	refuseRepeats(drafts: Draft[], row: number): void {
		for (const draft of drafts) {
			if (draft.implied || draft.entity === "line_item" || draft.entity === "activity") continue;
			const first = this.#keys.get(draft.key);
			if (first !== undefined) {
				const field = this.reader.has("externalId") ? "externalId" : this.reader.has("email") ? "email" : "name";
				this.reader.refuse("duplicate_key", this.reader.has(field) ? field : null, { first });
			}
			this.#keys.set(draft.key, row);
		}
	}

	#numbered(key: string): string {
		const times = (this.#repeats.get(key) ?? 0) + 1;
		this.#repeats.set(key, times);
		return times === 1 ? key : `${key}#${times}`;
	}
}
