import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ApexParserFactory } from "@apexdevtools/apex-parser";

/** A node of the parse tree: the grammar's own name for it, its parts, and its text where it is a word. */
export interface Node {
	rule: string;
	kids: Node[];
	text: string;
	line: number;
}

/** A method, constructor or field as it is declared. */
export interface Method {
	name: string;
	modifiers: string[];
	returns: string;
	params: { name: string; type: string }[];
	body: Node;
}
export interface Field {
	name: string;
	type: string;
	isStatic: boolean;
	value: Node | null;
}
export interface ApexClass {
	name: string;
	modifiers: string[];
	methods: Method[];
	constructors: Method[];
	fields: Field[];
	inner: Map<string, ApexClass>;
}

interface Tree {
	children?: Tree[] | null;
	getText(): string;
	start?: { line: number };
	symbol?: { line: number };
	exception?: unknown;
}

/** All classes of a folder, by name in small letters: Apex does not tell them apart. Throws on what is no Apex. */
export function parseClasses(folder: string): Map<string, ApexClass> {
	const classes = new Map<string, ApexClass>();
	for (const file of readdirSync(folder)) {
		if (!file.endsWith(".cls")) continue;
		const parsed = parseClass(readFileSync(join(folder, file), "utf8"), file);
		classes.set(parsed.name.toLowerCase(), parsed);
	}
	return classes;
}

/** One class from its source. Throws on a fault of syntax with its line. */
export function parseClass(source: string, file: string): ApexClass {
	const parser = ApexParserFactory.createParser(source) as unknown as { compilationUnit(): Tree; syntaxErrorsCount?: number; _syntaxErrors?: number };
	const tree = nodeOf(parser.compilationUnit(), file);
	if ((parser._syntaxErrors ?? parser.syntaxErrorsCount ?? 0) > 0) throw new Error(`${file}: a fault of syntax`);
	const declaration = find(tree, "TypeDeclaration");
	if (!declaration) throw new Error(`${file}: no class`);
	return classOf(declaration);
}

function nodeOf(tree: Tree, file: string): Node {
	if (tree.exception) throw new Error(`${file}:${tree.start?.line}: a fault of syntax near ${tree.getText().slice(0, 40)}`);
	return {
		rule: tree.children ? tree.constructor.name.replace(/Context$/, "") : "Word",
		kids: (tree.children ?? []).map((kid) => nodeOf(kid, file)),
		text: tree.getText(),
		line: tree.start?.line ?? tree.symbol?.line ?? 0,
	};
}

/** The first part of this kind, at any depth. */
export function find(node: Node, rule: string): Node | null {
	if (node.rule === rule) return node;
	for (const kid of node.kids) {
		const found = find(kid, rule);
		if (found) return found;
	}
	return null;
}

/** The direct parts of this kind. */
export function all(node: Node, rule: string): Node[] {
	return node.kids.filter((kid) => kid.rule === rule);
}

function modifiersOf(node: Node): string[] {
	return all(node, "Modifier").map(({ text }) => text.toLowerCase());
}

function classOf(declaration: Node): ApexClass {
	const body = find(declaration, "ClassBody");
	const name = find(declaration, "ClassDeclaration")?.kids.find(({ rule }) => rule === "Id")?.text ?? "";
	const made: ApexClass = { name, modifiers: modifiersOf(declaration), methods: [], constructors: [], fields: [], inner: new Map() };
	for (const member of body ? all(body, "ClassBodyDeclaration") : []) {
		const modifiers = modifiersOf(member);
		const what = all(member, "MemberDeclaration")[0]?.kids[0];
		if (!what) continue;
		if (what.rule === "ClassDeclaration") made.inner.set(nameOf(what).toLowerCase(), classOf({ ...member, kids: [what] }));
		else if (what.rule === "MethodDeclaration") made.methods.push(methodOf(what, modifiers));
		else if (what.rule === "ConstructorDeclaration") made.constructors.push(methodOf(what, modifiers));
		else if (what.rule === "FieldDeclaration") made.fields.push(...fieldsOf(what, modifiers));
		else throw new Error(`line ${what.line}: a ${what.rule} is not understood`);
	}
	return made;
}

function nameOf(node: Node): string {
	return node.kids.find(({ rule }) => rule === "Id" || rule === "QualifiedName")?.text ?? "";
}

function methodOf(node: Node, modifiers: string[]): Method {
	const body = all(node, "Block")[0];
	if (!body) throw new Error(`line ${node.line}: a method without a body`);
	const list = find(all(node, "FormalParameters")[0] ?? node, "FormalParameterList");
	return {
		name: nameOf(node),
		modifiers,
		returns: all(node, "TypeRef")[0]?.text ?? "void",
		params: (list ? all(list, "FormalParameter") : []).map((one) => ({ name: nameOf(one).toLowerCase(), type: all(one, "TypeRef")[0]?.text ?? "" })),
		body,
	};
}

function fieldsOf(node: Node, modifiers: string[]): Field[] {
	const type = all(node, "TypeRef")[0]?.text ?? "";
	return all(node, "VariableDeclarators").flatMap((list) =>
		all(list, "VariableDeclarator").map((one) => ({
			name: nameOf(one),
			type,
			isStatic: modifiers.includes("static"),
			value: one.kids[2] ?? null,
		})),
	);
}
