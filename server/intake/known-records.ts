import type pg from "pg";
import type { DraftEntity } from "../../core/intake/draft.ts";

/** From one chunk to the next so many keys of a kind are remembered; with more, all of them are looked up again. */
const REMEMBERED = 200_000;

/** Which records external ids stand for: asked of the database once, then remembered for the run. */
export class KnownRecords {
	readonly #source: string;
	readonly #ids = new Map<DraftEntity, Map<string, string | null>>();
	/** Ids that were merged into another record here: they lead to it and no longer say what it is. */
	readonly #merged = new Set<string>();

	constructor(source: string) {
		this.#source = source;
	}

	/** Looks up the keys that are not remembered. */
	async learn(client: pg.PoolClient, entity: DraftEntity, keys: Iterable<string>): Promise<void> {
		const known = this.#of(entity);
		const missing = new Set<string>();
		for (const key of keys) if (!known.has(key)) missing.add(key);
		if (missing.size === 0) return;
		const { rows } = await client.query<{ external_id: string; id: string; merged: boolean }>(
			`select external_id, id, merged_from is not null as merged from external_ids
			where source = $1 and object = $2 and external_id = any($3)`,
			[this.#source, entity, [...missing]],
		);
		for (const key of missing) known.set(key, null);
		for (const row of rows) {
			known.set(row.external_id, row.id);
			if (row.merged) this.#merged.add(`${entity} ${row.external_id}`);
		}
	}

	/** Whether the key is of a record that was merged into another. */
	isMerged(entity: DraftEntity, key: string): boolean {
		return this.#merged.has(`${entity} ${key}`);
	}

	/** The record a key stands for; null when there is none. The key must have been learnt. */
	id(entity: DraftEntity, key: string): string | null {
		return this.#of(entity).get(key) ?? null;
	}

	/** From now on the key stands for the record. */
	remember(entity: DraftEntity, key: string, id: string): void {
		this.#of(entity).set(key, id);
	}

	/** Between chunks: forgets kinds of which too much is remembered. Never within one, whose keys are still wanted. */
	trim(most = REMEMBERED): void {
		for (const known of this.#ids.values()) if (known.size > most) known.clear();
	}

	/** Forgets everything, as after a rollback. */
	forget(): void {
		this.#ids.clear();
	}

	#of(entity: DraftEntity): Map<string, string | null> {
		let known = this.#ids.get(entity);
		if (!known) {
			known = new Map();
			this.#ids.set(entity, known);
		}
		return known;
	}
}

/** Whether the key is a vendor's id, and not one made of a name or an address. */
export function isVendorKey(key: string): boolean {
	return !key.startsWith("name:") && !key.startsWith("email:");
}
