import type pg from "pg";

/** A product's list price. */
export interface ListPrice {
	minor: bigint;
	currency: string;
}

/** List prices by product id, read when first needed; null: the product has none. */
export class PriceBook {
	readonly #prices = new Map<string, ListPrice | null>();

	/** Reads the prices of these products. Call it once they are stored. */
	async learn(client: pg.PoolClient, ids: Iterable<string>): Promise<void> {
		const missing = [...new Set(ids)].filter((id) => !this.#prices.has(id));
		if (missing.length === 0) return;
		const { rows } = await client.query<{ id: string; list_price_minor: bigint | null; currency: string | null }>(
			"select id, list_price_minor, currency from products where id = any($1)",
			[missing],
		);
		for (const id of missing) this.#prices.set(id, null);
		for (const row of rows) {
			if (row.list_price_minor !== null && row.currency !== null) {
				this.#prices.set(row.id, { minor: row.list_price_minor, currency: row.currency });
			}
		}
	}

	/** The list price, null when unknown. */
	of(id: string): ListPrice | null {
		return this.#prices.get(id) ?? null;
	}
}
