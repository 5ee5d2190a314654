import type { CourtsideError } from "../../core/contract/problem.ts";
import type { World } from "./world.ts";

/** Work that is done in rounds, each the same in every run. A round resolves when all of it is done, whatever is killed. */
export interface Work {
	name: "import" | "sync" | "push" | "write-back";
	begin(world: World): Promise<void>;
	round(world: World, k: number): Promise<void>;
	/** Waits until nothing of it moves any more. */
	end(world: World): Promise<void>;
}

/** Rows of one import. */
const ROWS = 3000;
/** Below what one page of a search shows. */
const DROPPED = 160;
const PUSHED = 100;
const WRITTEN = 40;
const STAGES = ["Prospecting", "Proposal", "Negotiation", "Won", "Lost"];
/** Everything that is told of bears times of its own, so that two runs come to the same history. */
const BEGIN = Date.UTC(2026, 0, 5, 9);
const at = (minutes: number) => new Date(BEGIN + minutes * 60_000).toISOString();

/** A file of deals, taken in. */
const importing: Work = {
	name: "import",
	async begin() {},
	round: (world, k) => takeIn(world, `deals-${k}.csv`, `F${k}-`, ROWS),
	async end() {},
};

/** Takes a file of deals in, as a person would, and resolves when it is done. */
export async function takeIn(
	{ client, again, until }: World,
	file: string,
	prefix: string,
	count: number,
): Promise<void> {
	const header = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date,Owner";
	const rows = Array.from(
		{ length: count },
		(_, i) =>
			`${prefix}${i},Filed ${prefix}${i},Account ${i % 300},${STAGES[i % STAGES.length]},${100 + i},2026-03-01,2026-01-10,Rep ${i % 9}`,
	);
	const text = [header, ...rows].join("\n");
	const made = await again(() => {
		const form = new FormData();
		form.append("files", new File([text], file));
		return client.upload(form);
	});
	await again(async () => {
		const { state } = await client.import(made.id);
		if (state === "draft" || state === "ready") await client.runImport(made.id);
	});
	await until(async () => (await client.import(made.id)).state === "done", file);
}

/** A folder of files, fetched: new deals, and in later files news of them. */
const syncing: Work = {
	name: "sync",
	async begin({ client }) {
		await client.updateConnection("file-drop", { state: "on" });
	},
	async round({ client, again, until, drop }, k) {
		const own = Array.from({ length: DROPPED }, (_, i) => ({ id: `s${k}-${i}`, i }));
		const files = batches(own, DROPPED / 4);
		for (const [n, part] of files.entries()) {
			const made = part.map(({ id, i }) =>
				deal(id, at(10 * k + 1), {
					name: `Fetched ${k}/${i}`,
					stageName: "Proposal",
					amount: String(900 + i),
					currency: "EUR",
				}),
			);
			// News of a deal lies in a later file than the deal, and the last of it wins.
			const news = (files[n - 1] ?? []).flatMap(({ id }) => [
				deal(id, at(10 * k + 2), { nextStep: "in between" }),
				deal(id, at(10 * k + 3), { nextStep: `Seen in ${k}` }),
			]);
			await drop(`${String(k).padStart(5, "0")}-${n}.json`, [...made, ...news]);
		}
		const isStored = async () => {
			const { items } = await client.deals({ search: `Fetched ${k}/`, limit: 200 });
			const seen = items.filter((one) => one.nextStep === `Seen in ${k}`).length;
			return items.length === DROPPED && seen === DROPPED - DROPPED / 4;
		};
		await again(() => client.startSync("file-drop", {}).catch(afterTheOpenOne));
		await until(async () => {
			const { lastRun } = await client.connection("file-drop");
			if (lastRun?.state === "failed") throw new Error(`the sync failed: ${lastRun.error}`);
			return lastRun?.state === "done" && (await isStored());
		}, `sync ${k}`);
	},
	async end() {},
};

/** Deliveries from the company's own system: new deals, and news of those of the round before. */
const pushing: Work = {
	name: "push",
	async begin() {},
	async round({ client, push, until }, k) {
		const when = at(10 * k + 1);
		const all = Array.from({ length: PUSHED }, (_, i) =>
			deal(`p${k}-${i}`, when, {
				name: `Pushed ${k}/${i}`,
				stageName: STAGES[i % 3] as string,
				amount: String(1000 + i),
				currency: "EUR",
				closeDate: "2030-01-31",
			}),
		);
		const news = Array.from({ length: k > 0 ? PUSHED : 0 }, (_, i) =>
			deal(`p${k - 1}-${i}`, at(10 * k + 2), { nextStep: `Told in ${k}`, amount: String(2000 + i), currency: "EUR" }),
		);
		await Promise.all(batches([...all, ...news], 25).map((batch) => push(batch)));
		const stored = async (n: number, step: string | null) => {
			const { items } = await client.deals({ search: `Pushed ${n}/`, limit: 200 });
			return items.filter((one) => one.nextStep === step).length === PUSHED;
		};
		await until(async () => (await stored(k, null)) && (k === 0 || (await stored(k - 1, `Told in ${k}`))), `push ${k}`);
	},
	async end() {},
};

/** Changes made here, written back to the company's own system, which tells of each of them as a CRM would. */
const writingBack: Work = {
	name: "write-back",
	async begin({ client, push, until, receiver }) {
		await push(
			Array.from({ length: WRITTEN }, (_, i) =>
				deal(`w-${i}`, at(0), {
					name: `Written ${i}`,
					stageName: "Proposal",
					nextStep: "first",
					amount: "5000",
					currency: "EUR",
				}),
			),
		);
		for (let i = 0; i < WRITTEN; i++) receiver.records.set(`w-${i}`, { fields: { nextStep: "first" }, steps: [] });
		await until(async () => {
			const { items } = await client.deals({ search: "Written ", limit: 200 });
			return items.filter((one) => one.probability?.value != null).length === WRITTEN;
		}, "the first numbers");
		const { version } = await client.writeBack("web");
		await client.updateWriteBack("web", { state: "on", fields: { deal: { nextStep: "nextStep" } }, version });
		await until(async () => (await client.writeBack("web")).preview?.state === "preview", "the preview");
		const { preview } = await client.writeBack("web");
		await client.onWriteRun(preview?.id ?? "", "confirm");
		await written(client, until);
	},
	async round({ client, again, until, push, receiver }, k) {
		const echoes: Promise<void>[] = [];
		receiver.onWrite = (id, fields) => {
			const { nextStep } = fields;
			if (typeof nextStep === "string") echoes.push(push([deal(id, new Date().toISOString(), { nextStep })]));
		};
		const { items } = await again(() => client.deals({ search: "Written ", limit: 200 }));
		const step = `step ${k}`;
		await Promise.all(
			batches(items, 10).map(async (batch) => {
				for (const { id } of batch) {
					await again(async () => {
						const { deal: now } = await client.deal(id);
						if (now.nextStep !== step) await client.updateDeal(id, { nextStep: step, version: now.version });
					});
				}
			}),
		);
		const isThere = () =>
			[...receiver.records.values()].filter(({ fields }) => fields["nextStep"] === step).length === WRITTEN;
		await until(async () => isThere(), `write-back ${k}`);
		await Promise.all(echoes);
	},
	async end({ client, until, receiver }) {
		await written(client, until);
		await until(async () => {
			const { items } = await client.deals({ search: "Written ", limit: 200 });
			// As pages do: what is open is never shown as 0 or 100.
			const shown = items
				.map((one) => Math.min(99, Math.max(1, Math.round(Number(one.probability?.value) * 100))))
				.sort();
			const there = Array.from(
				{ length: WRITTEN },
				(_, i) => receiver.records.get(`w-${i}`)?.fields["courtsideProbability"],
			);
			return JSON.stringify(shown) === JSON.stringify(there.sort());
		}, "the numbers that pages show");
	},
};

/** Every work by its name. */
export const WORKS: readonly Work[] = [importing, syncing, pushing, writingBack];

/** A run that is under way may have looked before the last file was dropped: it is waited for. */
function afterTheOpenOne(fault: CourtsideError): never {
	throw fault.code === "wrong_state" ? new Error("not yet", { cause: fault }) : fault;
}

async function written(client: World["client"], until: World["until"]): Promise<void> {
	await until(async () => (await client.writeBack("web")).waiting === 0, "the last writes");
}

function deal(id: string, recordedAt: string, fields: Record<string, string>) {
	return { entity: "deal", id, recordedAt, fields };
}

function batches<T>(all: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(all.length / size) }, (_, k) => all.slice(k * size, (k + 1) * size));
}
