import { text } from "node:stream/consumers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { incomingFiles } from "./multipart.ts";

/** A form as a browser sends it, in pieces of the given lengths. */
async function requestOf(form: FormData, cut: number[] = []): Promise<Request> {
	const whole = new Response(form);
	const bytes = new Uint8Array(await whole.arrayBuffer());
	let at = 0;
	let turn = 0;
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			if (at >= bytes.length) return controller.close();
			const next = at + Math.max(1, cut[turn++ % Math.max(1, cut.length)] ?? bytes.length);
			controller.enqueue(bytes.slice(at, next));
			at = next;
		},
	});
	const headers = { "content-type": whole.headers.get("content-type") ?? "" };
	return new Request("http://localhost/", { method: "POST", body, headers, duplex: "half" } as RequestInit);
}

async function read(request: Request) {
	const files: { name: string; content: string }[] = [];
	for await (const { name, content } of incomingFiles(request)) files.push({ name, content: await text(content) });
	return files;
}

test("files come one by one with their names; fields are passed over", async () => {
	const form = new FormData();
	form.append("note", "not a file");
	form.append("files", new File(["id,name\n1,A\n"], "deals.csv"));
	form.append("files", new File([], "empty.csv"));
	form.append("files", new File(["ü"], 'Übersicht "neu".csv'));
	expect(await read(await requestOf(form))).toEqual([
		{ name: "deals.csv", content: "id,name\n1,A\n" },
		{ name: "empty.csv", content: "" },
		{ name: 'Übersicht "neu".csv', content: "ü" },
	]);
});

test("content comes whole however the network cuts it, even where it looks like a boundary", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.string({ unit: fc.constantFrom("a", "\r", "\n", "-", "\r\n--", "------formdata") }), {
				maxLength: 4,
			}),
			fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
			async (contents, cut) => {
				const form = new FormData();
				for (const [i, content] of contents.entries()) form.append("files", new File([content], `${i}.csv`));
				form.append("end", "x");
				const seen = await read(await requestOf(form, cut));
				expect(seen.map((file) => file.content)).toEqual(contents);
			},
		),
		{ numRuns: 60 },
	);
});

test("a file that nobody reads does not hide the next", async () => {
	const form = new FormData();
	for (const name of ["a.csv", "b.csv"]) form.append("files", new File(["x".repeat(1000)], name));
	const names: string[] = [];
	for await (const file of incomingFiles(await requestOf(form, [7]))) names.push(file.name);
	expect(names).toEqual(["a.csv", "b.csv"]);
});

test("an upload that breaks off, and what is no form, are told", async () => {
	const form = new FormData();
	form.append("files", new File(["x".repeat(1000)], "a.csv"));
	const whole = await requestOf(form);
	const type = whole.headers.get("content-type") ?? "";
	const half = (await whole.text()).slice(0, 700);
	const broken = new Request("http://localhost/", { method: "POST", body: half, headers: { "content-type": type } });
	await expect(read(broken)).rejects.toMatchObject({ code: "invalid_request", message: "The upload broke off." });
	const json = new Request("http://localhost/", {
		method: "POST",
		body: "{}",
		headers: { "content-type": "application/json" },
	});
	await expect(read(json)).rejects.toMatchObject({ code: "invalid_request" });
});

test("a path in a name is only a name", async () => {
	const form = new FormData();
	form.append("files", new File(["x"], "../../etc/passwd"));
	expect((await read(await requestOf(form)))[0]?.name).toBe("passwd");
});
