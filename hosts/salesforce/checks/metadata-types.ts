import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import ts from "typescript";

/**
 * Each metadata file held against the vendor's own types: elements that it does not know, that are missing or repeated,
 * values that are none of an enumeration's. The names come from the file; what is opaque there is let through.
 */
export function metadataFaults(files: readonly string[]): string[] {
	const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });
	const typesFile = join(import.meta.dirname, "node_modules/@salesforce/types/lib/metadata.d.ts");
	const program = ts.createProgram([typesFile], { skipLibCheck: true });
	const checker = program.getTypeChecker();
	const source = program.getSourceFile(typesFile);
	const module = source && checker.getSymbolAtLocation(source);
	if (!module) return [`${typesFile} is not there`];
	const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]));
	return files.flatMap((file) => {
		const document = parser.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
		const [name = ""] = Object.keys(document).filter((key) => key !== "?xml");
		const symbol = exported.get(name);
		if (!symbol) return [`${basename(file)}: the vendor knows no ${name}`];
		return compare(checker, checker.getDeclaredTypeOfSymbol(symbol), document[name], `${basename(file)}: ${name}`);
	});
}

function compare(checker: ts.TypeChecker, type: ts.Type, value: unknown, where: string): string[] {
	const plain = checker.getNonNullableType(type);
	const text = checker.typeToString(plain);
	if (checker.isArrayType(plain)) {
		const [of] = checker.getTypeArguments(plain as ts.TypeReference);
		return of ? [value].flat().flatMap((one) => compare(checker, of, one, where)) : [];
	}
	if (Array.isArray(value)) return [`${where} stands there more than once`];
	if (text === "boolean") return value === "true" || value === "false" ? [] : [`${where}: ${String(value)} is neither true nor false`];
	if (text === "number") return Number.isFinite(Number(value)) ? [] : [`${where}: ${String(value)} is no number`];
	if (plain.isUnion() && plain.types.every((one) => one.isStringLiteral())) {
		const allowed = plain.types.map((one) => (one as ts.StringLiteralType).value);
		return allowed.includes(String(value)) ? [] : [`${where}: ${String(value)} is none of ${allowed.slice(0, 8).join(", ")}`];
	}
	if (text === "string" || text === "any" || text === "unknown" || typeof value !== "object" || value === null) return [];
	const known = new Map(checker.getPropertiesOfType(plain).map((property) => [property.name, property]));
	if (known.size === 0) return [];
	return Object.entries(value).flatMap(([key, one]) => {
		const property = known.get(key);
		if (!property) return key === "fullName" ? [] : [`${where}: the vendor knows no ${key}`];
		return compare(checker, checker.getTypeOfSymbol(property), one, `${where}.${key}`);
	});
}
