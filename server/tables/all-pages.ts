import type { Position } from "../db/paging.ts";

const BATCH = 200;

/** Every row of a list that comes in pages, a page at a time. */
export async function* allPages<Row>(
	pageAfter: (after: Position | null, limit: number) => Promise<{ rows: Row[]; next: Position | null }>,
): AsyncGenerator<Row[]> {
	let after: Position | null = null;
	do {
		const page: { rows: Row[]; next: Position | null } = await pageAfter(after, BATCH);
		yield page.rows;
		after = page.next;
	} while (after);
}
