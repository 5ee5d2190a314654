import { type Machine, notUnderstood, type Scope } from "./machine.ts";
import type { Node } from "./parse-classes.ts";
import { callOn, STATICS } from "./platform.ts";
import { ApexException, type ApexObject, isObject, textOf, type Value } from "./values.ts";

/** Names: variables, fields of objects and classes, what stands behind a dot. */
export function names(machine: Machine): Pick<Machine, "dot" | "lookUp" | "assign"> {
	const { running, statics } = machine;
	const evaluate: Machine["evaluate"] = (node, scope) => machine.evaluate(node, scope);

	async function dot(node: Node, scope: Scope): Promise<Value> {
		const [on, , what] = node.kids;
		if (!on || !what) throw notUnderstood(node);
		const owner = on.text;
		const isName = /^[\w.]+$/.test(owner) && !isKnown(owner, scope);
		if (what.rule !== "DotMethodCall") {
			if (isName) return staticField(owner, what.text, scope);
			const object = await evaluate(on, scope);
			if (object === null) throw new ApexException("NullPointerException", `Attempt to de-reference a null object (${what.text})`);
			if (!isObject(object)) throw notUnderstood(node);
			return fieldOf(object, what.text);
		}
		const name = what.kids[0]?.text ?? "";
		const args = await machine.argumentsOf(what, scope);
		if (!isName) {
			const object = await evaluate(on, scope);
			if (object !== null && isObject(object) && object.of) return running.invoke(object, name, args);
			return callOn(object, name, args, running);
		}
		const of = running.classOf(owner);
		if (of) return machine.invoke(machine.methodOf(of, name, args), null, of, args);
		const call = STATICS[`${owner}.${name}`.toLowerCase()];
		if (!call) throw new Error(`apex: ${owner}.${name} is not understood`);
		return call(args, running);
	}

	function isKnown(text: string, scope: Scope): boolean {
		const name = (text.split(".")[0] ?? "").toLowerCase();
		return (
			scope.names.some((names) => names.has(name)) ||
			scope.within.fields.some((field) => field.name.toLowerCase() === name) ||
			name === "this"
		);
	}

	function fieldOf(object: ApexObject, name: string): Value {
		for (const [key, value] of object.fields) if (key.toLowerCase() === name.toLowerCase()) return value;
		return null;
	}

	async function staticField(owner: string, name: string, scope: Scope): Promise<Value> {
		const of = running.classOf(owner);
		const field = of?.fields.find((one) => one.isStatic && one.name.toLowerCase() === name.toLowerCase());
		if (!of || !field) throw new Error(`apex: ${owner}.${name} is not understood`);
		const key = `${of.name}.${field.name}`;
		if (!statics.has(key)) statics.set(key, field.value ? await evaluate(field.value, { ...scope, within: of }) : null);
		return statics.get(key) ?? null;
	}

	async function lookUp(text: string, scope: Scope): Promise<Value> {
		const name = text.toLowerCase();
		for (const names of scope.names) if (names.has(name)) return names.get(name) ?? null;
		const field = scope.within.fields.find((one) => one.name.toLowerCase() === name);
		if (field?.isStatic) return staticField(scope.within.name, field.name, scope);
		if (field && scope.self) return fieldOf(scope.self, field.name);
		throw new Error(`apex: ${text} is not known here`);
	}

	async function assign(target: Node, value: Value, scope: Scope): Promise<Value> {
		if (target.rule === "DotExpression") {
			const object = await evaluate(target.kids[0] ?? target, scope);
			if (object === null || !isObject(object)) throw notUnderstood(target);
			object.fields.set(target.kids[2]?.text ?? "", value);
			return value;
		}
		const name = target.text.toLowerCase();
		const names = scope.names.find((one) => one.has(name));
		const field = scope.within.fields.find((one) => one.name.toLowerCase() === name);
		if (names) names.set(name, value);
		else if (field && scope.self) scope.self.fields.set(field.name, value);
		else throw new Error(`apex: ${target.text} is not known here`);
		return value;
	}

	return { dot, lookUp, assign };
}
