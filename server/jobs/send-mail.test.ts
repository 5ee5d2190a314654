import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, expect, test } from "vitest";
import { listMails, putMail, reviveMail } from "../db/mails.ts";
import { openMailer } from "../mail/mailer.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { type MailJobDeps, sendMail, sweepMails } from "./send-mail.ts";

const app = await testApp();
const { tenantId } = await addWorkspace(app.database, "harbour");
const letters: { from: string; to: string[]; data: string }[] = [];
let answers: "well" | "busy" | "no such address" = "well";

const server = new SMTPServer({
	authOptional: true,
	disabledCommands: ["STARTTLS"],
	onAuth: ({ username, password }, _session, done) =>
		password === "right" ? done(null, { user: username }) : done(new Error("535 wrong password")),
	onRcptTo: (_address, _session, done) => {
		if (answers === "well") return done();
		const fault = Object.assign(new Error(answers), { responseCode: answers === "busy" ? 451 : 550 });
		return done(fault);
	},
	onData: (stream, { envelope }, done) => {
		let data = "";
		stream.on("data", (chunk) => {
			data += chunk;
		});
		stream.on("end", () => {
			const { mailFrom, rcptTo } = envelope;
			letters.push({ from: mailFrom ? mailFrom.address : "", to: rcptTo.map((r) => r.address), data });
			done();
		});
	},
});
server.listen(0, "127.0.0.1");
await once(server.server, "listening");
const { port } = server.server.address() as AddressInfo;
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));

function depsWith(smtpUrl: string | null, isLocal = true): MailJobDeps {
	const { database, jobs, deps } = app;
	return {
		database,
		jobs,
		vault: deps.vault,
		mailer: openMailer({ smtpUrl, mailFrom: "Courtside <courtside@harbour.example>", isLocal }),
		log: deps.log,
		publicUrl: () => "https://courtside.example",
		now: deps.now,
	};
}

async function put(to = "maria@harbour.example"): Promise<string> {
	const content = { params: { workspace: "Harbour", name: "Maria" }, path: "/start/reset#a-secret-token" };
	const id = await app.database.inTenant(tenantId, (trx) =>
		putMail(trx, app.deps.vault, { tenantId, userId: null, kind: "reset-password", to, locale: "de", content }),
	);
	return id ?? "";
}

async function stateOf(id: string) {
	const [mail] = await listMails(app.database.reader(tenantId), tenantId, 1, { id });
	return mail;
}

const smtp = depsWith(`smtp://courtside:right@127.0.0.1:${port}`);

test("a mail reaches the mail server once, with its link, and what it said is wiped here", async () => {
	const id = await put();
	const stored = await app.database.kysely.selectFrom("mails").selectAll().where("id", "=", id).execute();
	expect(JSON.stringify(stored)).not.toContain("a-secret-token");
	await sendMail(smtp, { tenantId, mailId: id });
	await sendMail(smtp, { tenantId, mailId: id });
	expect(letters).toHaveLength(1);
	expect(letters[0]).toMatchObject({ from: "courtside@harbour.example", to: ["maria@harbour.example"] });
	expect(letters[0]?.data).toContain(`<${id}@harbour.example>`);
	expect(letters[0]?.data.replace(/=\r\n/g, "").replace(/=3D/g, "=")).toContain(
		"https://courtside.example/start/reset#a-secret-token",
	);
	expect(await stateOf(id)).toMatchObject({ state: "sent", error: null });
	const [row] = await app.database.kysely.selectFrom("mails").select("content_sealed").where("id", "=", id).execute();
	expect(row?.content_sealed).toBeNull();
});

test("an address with a comma in it is one recipient", async () => {
	const before = letters.length;
	const id = await put('"a, b@evil.example"@harbour.example');
	await sendMail(smtp, { tenantId, mailId: id });
	expect(letters.slice(before).flatMap(({ to }) => to)).not.toContain("b@evil.example");
});

test("a busy mail server is asked again later; one that refuses the address is not", async () => {
	answers = "busy";
	const id = await put();
	await sendMail(smtp, { tenantId, mailId: id });
	expect(await stateOf(id)).toMatchObject({ state: "waiting", attempts: 1, error: expect.stringContaining("busy") });
	await sendMail(smtp, { tenantId, mailId: id });
	expect((await stateOf(id))?.attempts).toBe(1);
	app.passTime(60_000);
	answers = "no such address";
	await sendMail(smtp, { tenantId, mailId: id });
	expect(await stateOf(id)).toMatchObject({ state: "failed", error: expect.stringContaining("no such address") });

	answers = "well";
	await app.database.inTenant(tenantId, (trx) => reviveMail(trx, tenantId, id));
	app.passTime(1000);
	await sendMail(smtp, { tenantId, mailId: id });
	expect((await stateOf(id))?.state).toBe("sent");
});

test("a wrong password at the mail server is tried again, and never told", async () => {
	const id = await put();
	await sendMail(depsWith(`smtp://courtside:hunter2@127.0.0.1:${port}`), { tenantId, mailId: id });
	const mail = await stateOf(id);
	expect(mail).toMatchObject({ state: "waiting", attempts: 1 });
	expect(mail?.error).not.toContain("hunter2");
});

test("what a crash kept from being put in is swept up", async () => {
	const id = await put();
	app.passTime(1000);
	await sweepMails(smtp);
	const waiting = await app.jobs.list("send-mail", ["waiting"], 50);
	expect(waiting.map(({ payload }) => payload)).toContainEqual({ tenantId, mailId: id });
});

test("without a mail server it is kept on one's own machine, and failed with what to do elsewhere", async () => {
	const [here, there] = [await put(), await put()];
	await sendMail(depsWith(null), { tenantId, mailId: here });
	await sendMail(depsWith(null, false), { tenantId, mailId: there });
	expect((await stateOf(here))?.state).toBe("kept");
	expect(await stateOf(there)).toMatchObject({ state: "failed", error: expect.stringContaining("SMTP_URL") });
});
