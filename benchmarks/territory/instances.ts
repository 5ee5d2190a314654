import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** An instance file and the best value known for it. */
export interface Instance {
	name: string;
	file: string;
	known: number;
}

/**
 * Cheapest contiguous plans known at ±0.5 %, published by Validi, Buchanan and Lykhovyd (2022) and valued anew on these
 * graphs with our cost (population × km² to the best member / 10⁶); they are allowed at ±5 % too.
 */
export const MAPS: { name: string; file: string; districts: number; known: number }[] = [
	{ name: "Alabama, counties", file: "county01.json", districts: 7, known: 16342.2 },
	{ name: "Iowa, counties", file: "county19.json", districts: 4, known: 17727.5 },
	{ name: "Kansas, counties", file: "county20.json", districts: 4, known: 23705.8 },
	{ name: "Oklahoma, counties", file: "county40.json", districts: 5, known: 21810.7 },
	{ name: "Iowa, tracts", file: "tract19.json", districts: 4, known: 18146.7 },
	{ name: "Kansas, tracts", file: "tract20.json", districts: 4, known: 22689.2 },
	{ name: "New Mexico, tracts", file: "tract35.json", districts: 3, known: 31561.1 },
	{ name: "Oklahoma, tracts", file: "tract40.json", districts: 5, known: 19148.5 },
];

/** The p-median instances with the optimum that stands in the names of their solution files. */
export async function medianInstances(folder: string): Promise<Instance[]> {
	const text = await readFile(join(folder, "best-known.txt"), "utf8");
	return await withFiles(folder, text.matchAll(/solOPT\.(\w+?)_(\d+)/g));
}

/** The commercial districting instances with the compactness of the reference results. */
export async function commercialInstances(folder: string): Promise<Instance[]> {
	const text = await readFile(join(folder, "reference-results.txt"), "utf8");
	return await withFiles(folder, text.matchAll(/^(\S+)\s*=\s*\(0,0,([\d.]+)\)/gm));
}

async function withFiles(folder: string, known: Iterable<RegExpMatchArray>): Promise<Instance[]> {
	const files = await readdir(folder);
	return [...known].flatMap(([, name = "", value]) => {
		const file = files.find((f) => f.replace(/(-edited)?\.\w+$/, "") === name);
		return file ? [{ name, file: join(folder, file), known: Number(value) }] : [];
	});
}
