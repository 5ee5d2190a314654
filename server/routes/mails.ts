import { z } from "@hono/zod-openapi";
import { type MailJson, mail, mailbox, mailText } from "../../core/contract/mails.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { mailTable } from "../../core/contract/tables/mail-table.ts";
import { recordAudit } from "../audit/record.ts";
import { isFromThisMachine } from "../auth/address.ts";
import { type ListedMail, listMails, readMail, reviveMail } from "../db/mails.ts";
import type { Deps } from "../deps.ts";
import { enqueueMail } from "../jobs/send-mail.ts";
import { composeMail } from "../mail/compose-mail.ts";
import { requireCovers } from "../policy/grants.ts";
import { guardedRoute } from "../policy/guard.ts";
import { BUILT_IN_RIGHTS } from "../policy/role-book.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { say, type Viewer, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, fileAnswer } from "./router.ts";
import { found } from "./writing.ts";

const MOST = 200;
const tags = ["People"];
const params = z.object({ id });
const list = guardedRoute("people:write", {
	method: "get",
	path: "/mails",
	tags,
	summary: "The mails to people of the workspace: what was sent, what waits, what failed and why",
	responses: { 200: answer(mailbox, "Newest first"), ...faults },
});
const download = guardedRoute("people:write", {
	method: "get",
	path: "/mails/download",
	"x-cost": 5,
	tags,
	summary: "The mails of the workspace without what they say, as CSV or XLSX",
	request: { query: wholeTableQuery(mailTable) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const read = guardedRoute("people:write", {
	method: "get",
	path: "/mails/{id}",
	tags,
	summary: "A kept mail with what it says; only on the machine of a server without mail server",
	request: { params },
	responses: { 200: answer(mailText, "The mail"), ...faults },
});
const retry = guardedRoute("people:write", {
	method: "post",
	path: "/mails/{id}/retry",
	tags,
	summary: "Send a failed mail again",
	request: { params },
	responses: { 200: answer(mail, "It waits for its turn"), ...faults },
});

/** The mails of the workspace. */
export function mailRoutes(deps: Deps) {
	const { database, vault, settings } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { tenantId } = c.var.principal;
		const rows = await listMails(database.reader(tenantId), tenantId, MOST);
		return c.json({ goesTo: settings.mail, items: rows.map((row) => mailJson(row, viewerOf(c))) }, 200);
	});

	routes.openapi(download, async (c) => {
		const { tenantId } = c.var.principal;
		const viewer = viewerOf(c);
		const rows = await listMails(database.reader(tenantId), tenantId, MOST);
		return downloadWhole(
			c,
			deps,
			mailTable,
			c.req.valid("query"),
			rows.map((row) => mailJson(row, viewer)),
		);
	});

	routes.openapi(read, async (c) => {
		const { tenantId, userId, name: actor } = c.var.principal;
		const mailId = c.req.valid("param").id;
		const row = found(await listed(tenantId, mailId), "mail");
		// Its links open accounts: they are shown where whoever runs the server could read the database as well.
		if (settings.mail !== "mailbox" || !isFromThisMachine(c)) {
			throw new CourtsideError("forbidden", "Mails are read here only on the machine of a server without mail server.");
		}
		requireCovers(c.var.principal, BUILT_IN_RIGHTS.admin);
		const kept = found(await readMail(database.reader(tenantId), vault, tenantId, mailId), "mail");
		const { subject, text } = composeMail(kept.kind, kept.locale, kept.content, settings.publicUrl);
		await database.inTenant(tenantId, (trx) =>
			recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor,
				action: "mail.read",
				entity: "mail",
				entityId: mailId,
				requestId: c.var.requestId,
			}),
		);
		const link = kept.content.path === null ? null : settings.publicUrl + kept.content.path;
		return c.json({ ...mailJson(row, viewerOf(c)), subject, body: text, link }, 200);
	});

	routes.openapi(retry, async (c) => {
		const { tenantId, userId, name: actor } = c.var.principal;
		const mailId = c.req.valid("param").id;
		found(await listed(tenantId, mailId), "mail");
		await database.inTenant(tenantId, async (trx) => {
			if (!(await reviveMail(trx, tenantId, mailId))) {
				throw new CourtsideError("wrong_state", "It has not failed; there is nothing to do.");
			}
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor,
				action: "mail.retried",
				entity: "mail",
				entityId: mailId,
				requestId: c.var.requestId,
			});
		});
		await enqueueMail(deps.jobs, tenantId, mailId);
		return c.json(mailJson(found(await listed(tenantId, mailId), "mail"), viewerOf(c)), 200);
	});

	async function listed(tenantId: number, mailId: string): Promise<ListedMail | null> {
		const [row] = await listMails(database.reader(tenantId), tenantId, 1, { id: mailId });
		return row ?? null;
	}

	return routes;
}

/** A mail as it goes over the wire. */
function mailJson({ kind, createdAt, ...row }: ListedMail, viewer: Viewer): MailJson {
	return { ...row, text: say(viewer, `mail.${kind}.name`), createdAt: new Date(createdAt).toISOString() };
}
