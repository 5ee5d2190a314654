import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

interface LockedPackage {
	version?: string;
	resolved?: string;
	optionalDependencies?: Record<string, string>;
}
const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, "..", name), "utf8"));
const { packages } = read("package-lock.json") as { packages: Record<string, LockedPackage> };
const manifest = read("package.json") as Record<string, Record<string, string> | undefined>;

describe("the lock file installs anywhere", () => {
	it("has an entry for every optional dependency, so that npm ci does not stop on another platform", () => {
		const locked = Object.keys(packages).filter((path) => packages[path]?.version);
		const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
			Object.keys(optionalDependencies)
				.filter((name) => !locked.some((l) => l.endsWith(`node_modules/${name}`)))
				.map((name) => `${path || "the root"} → ${name}`),
		);
		expect(missing).toEqual([]);
	});

	it("records no download address", () => {
		expect(Object.keys(packages).filter((path) => /^https?:/.test(packages[path]?.resolved ?? ""))).toEqual([]);
	});

	it("pins every direct dependency exactly, also one that bears another name here", () => {
		const direct = { ...manifest["dependencies"], ...manifest["devDependencies"], ...manifest["optionalDependencies"] };
		expect(
			Object.entries(direct).filter(
				([, version]) => !/^(npm:(@[\w-]+\/)?[\w-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
			),
		).toEqual([]);
	});
});
