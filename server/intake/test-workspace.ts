import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll } from "vitest";
import type { Answers } from "../../core/intake/plan.ts";
import { ensureCurrentPartitions } from "../db/partitions.ts";
import { createWorkspace } from "../db/workspaces.ts";
import { openFolderStorage } from "../storage/folder.ts";
import { freshDatabase } from "../test-database.ts";
import type { RunOptions } from "./import-run.ts";
import { answerImport, type ImportDescription, type IntakeDeps } from "./import-service.ts";
import type { ImportCounts } from "./intake-run.ts";
import { runImport } from "./run-import.ts";
import { startImport } from "./start-import.ts";

/** The real present of these tests. */
export const TODAY = Date.UTC(2026, 10, 20, 12);

/** An intake over a database and folder of the test file's own. */
export async function testIntake(): Promise<IntakeDeps & { newTenant(): Promise<number> }> {
	const { database } = await freshDatabase();
	await ensureCurrentPartitions(database, Date.now());
	const folder = mkdtempSync(join(tmpdir(), "courtside-intake-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	let made = 0;
	return {
		database,
		storage: openFolderStorage(folder),
		now: () => TODAY,
		async newTenant() {
			made++;
			const email = `ada${made}@tenant.test`;
			const request = {
				company: `Tenant ${made}`,
				name: "Ada Admin",
				email,
				password: "long enough 1",
				currency: "USD",
				zone: "UTC",
				locale: "en",
			};
			return (await database.asSystem((trx) => createWorkspace(trx, request as never, "no hash"))).tenantId;
		},
	};
}

/** Starts, answers and runs an import of texts by file name. */
export async function importTexts(
	deps: IntakeDeps,
	tenantId: number,
	files: Record<string, string | Uint8Array>,
	given: { answers?: Answers; options?: RunOptions } = {},
): Promise<{ description: ImportDescription; counts: ImportCounts }> {
	const incoming = Object.entries(files).map(([name, content]) => ({
		name,
		content: typeof content === "string" ? new TextEncoder().encode(content) : content,
	}));
	let description = await startImport(deps, tenantId, incoming);
	if (given.answers) {
		const answered = await answerImport(deps, tenantId, description.id, given.answers);
		if (answered.faults.length > 0) throw new Error(JSON.stringify(answered.faults));
		description = answered.description;
	}
	const counts = await runImport(deps, tenantId, description.id, given.options);
	return { description, counts };
}

/** All that an import can have written, by names instead of ids, so that two workspaces can be compared. */
export async function contentsOf(deps: IntakeDeps, tenantId: number): Promise<Record<string, unknown[]>> {
	return deps.database.inTenant(tenantId, async (trx) => {
		const read = async (query: string): Promise<unknown[]> =>
			(await sql.raw<Record<string, unknown>>(query).execute(trx)).rows;
		return {
			tenant: await read("select zone, reporting_currency, fiscal, clock_at from tenants"),
			teams: await read(`select t.name, t.kind, p.name as parent, u.name as manager from teams t
				left join teams p on p.id = t.parent_id left join users u on u.id = t.manager_id order by 1, 2, 3`),
			users:
				await read(`select u.name, case when u.email like '%@tenant.test' then 'admin' else u.email end as email, u.role, t.name as team
				from users u left join teams t on t.id = u.team_id order by 1, 2`),
			products: await read("select name, family, list_price_minor, currency, extra from products order by 1"),
			accounts:
				await read(`select a.name, a.industry, a.employees, a.annual_revenue_minor, a.country, p.name as parent, a.extra, a.created_at
				from accounts a left join accounts p on p.id = a.parent_id order by 1`),
			contacts: await read(
				"select c.name, c.email, a.name as account from contacts c left join accounts a on a.id = c.account_id order by 1, 2",
			),
			stages: await read(
				"select p.name as pipeline, s.name, s.kind, s.position from stages s join pipelines p on p.id = s.pipeline_id order by 1, 4, 2",
			),
			deals:
				await read(`select d.name, a.name as account, u.name as owner, s.name as stage, d.status, d.amount_minor, d.currency, d.close_date,
				d.created_at, d.closed_at, d.source, d.next_step, d.extra from deals d left join accounts a on a.id = d.account_id
				left join users u on u.id = d.owner_id join stages s on s.id = d.stage_id
				order by d.name, d.created_at, d.amount_minor, d.close_date, d.extra::text`),
			lineItems:
				await read(`select d.name, p.name as product, l.quantity, l.unit_price_minor, l.currency from line_items l
				join deals d on d.id = l.deal_id left join products p on p.id = l.product_id order by 1, 2, 3, 4`),
			leads: await read(
				"select name, email, company, status, source, created_at, extra from leads order by name, email",
			),
			activities: await read(`select a.kind, a.subject, a.occurred_at, d.name as deal from activities a
				left join deals d on d.id = a.deal_id order by 3, 2, 1`),
			changes:
				await read(`select c.entity, d.name, c.field, c.recorded_at, c.valid_at, c.inferred, coalesce(s.name, c.value ->> 'status', c.value #>> '{}') as value
				from field_changes c left join deals d on d.id = c.entity_id
				left join stages s on c.field = 'stageId' and s.id::text = c.value #>> '{}'
				where c.field not in ('ownerId', 'accountId', 'pipelineId')
				order by 1, 2, 4, 3, 7, 5`),
			externalIds: await read(
				"select object, external_id from external_ids where external_id not like 'made:%' order by 1, 2",
			),
			rejects: await read(
				"select row_number, code, column_name, value, params, fields from import_rejects order by 1, 2",
			),
		};
	});
}
