import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import lwc from "@lwc/rollup-plugin";
import replace from "@rollup/plugin-replace";
import { type Plugin, rollup } from "rollup";

const here = import.meta.dirname;
const FORCE = join(here, "../force-app/main/default");
const OUT = join(here, "dist");
const at = (name: string) => join(here, "node_modules", name);

const PACKAGES = new Map([
	["lwc", "index.js"],
	["@lwc/engine-dom", "dist/index.js"],
	["@lwc/synthetic-shadow", "dist/index.js"],
]);

/** Icons that our own templates name; the base components' own come beside them. The registries hold thousands. */
function iconsUsed(): Set<string> {
	const icons = new Set(["utility_error", "utility_info", "utility_warning", "utility_success", "utility_close"]);
	for (const bundle of readdirSync(join(FORCE, "lwc"))) {
		for (const file of readdirSync(join(FORCE, "lwc", bundle)).filter((name) => name.endsWith(".html"))) {
			const text = readFileSync(join(FORCE, "lwc", bundle, file), "utf8");
			for (const [, set, icon] of text.matchAll(/icon-name="(\w+):(\w+)"/g)) icons.add(`${set}_${icon}`);
		}
	}
	return icons;
}

function keepOnlyIcons(used: ReadonlySet<string>): Plugin {
	return {
		name: "keep-only-icons",
		load(id) {
			if (!/iconSvgTemplates\w*[/\\]buildTemplates[/\\]templates\.js$/.test(id)) return null;
			const source = readFileSync(id, "utf8");
			const kept = [...source.matchAll(/import \{ default as (\w+) \} from '([^']+)';/g)].filter(([, name]) => used.has(name ?? ""));
			const imports = kept.map(([whole]) => whole).join("\n");
			return `${imports}\nexport default {${kept.map(([, name]) => name).join(",")}};`;
		},
	};
}

const BRIDGE = `
const parse = async (answer) => { const json = await answer.json(); if (!answer.ok) throw { body: { message: json.message } }; return json; };
export function apexMethod(name) {
	const call = (args = {}) => fetch("/apex" + location.search, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name, args }) }).then(parse);
	call.adapter = class {
		constructor(tell) { this.tell = tell; this.isOn = false; tell({ data: undefined, error: undefined }); }
		connect() { this.isOn = true; this.ask(); }
		disconnect() { this.isOn = false; }
		update(config) { this.config = config; if (this.isOn) this.ask(); }
		async ask() {
			if (!this.config || Object.values(this.config).some((value) => value === undefined)) return;
			const config = this.config;
			const result = await call(config).then((data) => ({ data, error: undefined }), (error) => ({ data: undefined, error }));
			if (config !== this.config) return;
			for (const part of ["data", "error"]) Object.defineProperty(result, part, { value: result[part], enumerable: true });
			Object.defineProperty(result, "again", { value: () => this.ask() });
			this.tell(result);
		}
	};
	return call;
}
export const refreshApex = (result) => result?.again?.();
`;

/** What the platform serves to components: Apex by a bridge, labels in the page's language. */
function platform(): Plugin {
	return {
		name: "platform",
		resolveId(id) {
			if (id === "@salesforce/apex" || id.startsWith("@salesforce/apex/") || id.startsWith("@salesforce/label/c.")) return `\0${id}`;
			return id === "apex-bridge" ? "\0apex-bridge" : null;
		},
		load(id) {
			if (id === "\0apex-bridge") return BRIDGE;
			if (id === "\0@salesforce/apex") return `export { refreshApex } from "apex-bridge";`;
			const apex = /^\0@salesforce\/apex\/(.+)$/.exec(id);
			if (apex) return `import { apexMethod } from "apex-bridge"; export default apexMethod(${JSON.stringify(apex[1])});`;
			const label = /^\0@salesforce\/label\/c\.(.+)$/.exec(id);
			if (label) return `export default globalThis.LABELS[${JSON.stringify(label[1])}];`;
			return null;
		},
	};
}

/** The base components' own list of modules, from where they lie: ours lie outside of any node_modules. */
function baseModules(): object[] {
	const home = at("lightning-base-components");
	const { lwc: own } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
		lwc: { modules: { dir?: string; name?: string; path?: string }[] };
	};
	return own.modules.map(({ dir, name, path }) => (dir ? { dir: join(home, dir) } : { name, path: join(home, path ?? "") }));
}

/** A bundle that is only a style has no script. */
function bundlePath(name: string): string {
	const script = join(FORCE, "lwc", name, `${name}.js`);
	return existsSync(script) ? script : join(FORCE, "lwc", name, `${name}.css`);
}

/** Builds the page of all cards into `dist`. */
export async function build(): Promise<void> {
	rmSync(OUT, { recursive: true, force: true });
	mkdirSync(OUT, { recursive: true });
	const bundles = readdirSync(join(FORCE, "lwc"));
	const bundle = await rollup({
		input: join(here, "page.js"),
		plugins: [
			{
				name: "packages",
				resolveId: (id) => (PACKAGES.has(id) ? join(at(id), PACKAGES.get(id) ?? "") : null),
			},
			platform(),
			keepOnlyIcons(iconsUsed()),
			replace({ "import.meta.env.SSR": "false", "process.env.NODE_ENV": '"production"', preventAssignment: true }),
			lwc({
				rootDir: here,
				modules: [
					...bundles.map((name) => ({ name: `c/${name}`, path: bundlePath(name) })),
					...baseModules(),
				],
			}) as Plugin,
		],
		onwarn: (warning) => {
			// Of the base components themselves.
			if (warning.id?.includes("lightning-base-components") || warning.code === "CIRCULAR_DEPENDENCY" || warning.code === "EVAL") return;
			console.warn(warning.message.slice(0, 300));
		},
	});
	await bundle.write({ dir: OUT, format: "es", entryFileNames: "page.js" });
	const slds1 = join(at("@salesforce-ux/design-system"), "assets/styles/salesforce-lightning-design-system.min.css");
	const slds2 = join(at("@salesforce-ux/design-system-2"), "dist/css/bundled/slds2.cosmos.css");
	cpSync(slds1, join(OUT, "slds-1.css"));
	cpSync(slds2, join(OUT, "slds-2.css"));
	writeFileSync(join(OUT, "labels.json"), JSON.stringify(labels()));
}

/** Language → label → text, from the files that are deployed. */
function labels(): Record<string, Record<string, string>> {
	const texts = (xml: string, name: RegExp, value: RegExp) => {
		const names = [...xml.matchAll(name)].map((found) => found[1] ?? "");
		const values = [...xml.matchAll(value)].map((found) => (found[1] ?? "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
		return Object.fromEntries(names.map((one, k) => [one, values[k] ?? ""]));
	};
	const english = texts(readFileSync(join(FORCE, "labels/CustomLabels.labels-meta.xml"), "utf8"), /<fullName>(.+)<\/fullName>/g, /<value>(.+)<\/value>/g);
	const all: Record<string, Record<string, string>> = { en: english };
	for (const file of readdirSync(join(FORCE, "translations"))) {
		const xml = readFileSync(join(FORCE, "translations", file), "utf8");
		all[file.split(".")[0] ?? ""] = texts(xml, /<name>(.+)<\/name>/g, /<label>(.+)<\/label>/g);
	}
	return all;
}

if (import.meta.main) await build();
